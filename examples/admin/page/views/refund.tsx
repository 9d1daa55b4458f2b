/** One refund: its state, whose turn it is, and its history. */

import { usePushes } from "../api/events";
import { useLoad } from "../api/load";
import { previewOf } from "../api/pictures";
import { type Refund, readRefund, sumOf } from "../api/refunds";
import { Facts, Icon, Picture, Section, StateBadge, Title } from "../components/basics";
import { Whole } from "../components/states";
import { Timeline } from "../components/timeline";
import { say, showTime, stateName, texts } from "../i18n";
import { showFen } from "../money";
import { link } from "../router";
import { sellerPanel } from "../settings";
import { ReturnForm } from "./return-form";

export function RefundView({ id }: { id: string }) {
  const { app, refund: t } = texts.value;
  const loaded = useLoad((signal) => readRefund(id, signal), [id]);
  usePushes((push) => push.messageBody.refundId === id && loaded.reload(), [id, loaded.reload]);
  return (
    <>
      <Title
        back={{ href: link(["refunds"]), label: app.refunds }}
        note={loaded.state === "ready" && <StateBadge state={loaded.data.status ?? ""} />}
      >
        {t.title(id)}
      </Title>
      <Whole of={loaded} rows={6}>
        {(refund) => (
          <>
            <Next refund={refund} />
            <div class="columns">
              <div class="column">
                {refund.status === "waitbuyersend" && <ReturnForm refund={refund} />}
                <Operations refund={refund} />
              </div>
              <div class="column narrow">
                <Amounts refund={refund} />
                <Details refund={refund} />
              </div>
            </div>
          </>
        )}
      </Whole>
    </>
  );
}

/** Whose turn it is, and the possible actions. */
function Next({ refund }: { refund: Refund }) {
  const { refund: t, seller: sellerTexts } = texts.value;
  const status = refund.status ?? "";
  const isSellersTurn = status === "waitselleragree" || status === "waitsellerreceive";
  return (
    <div class={`next ${status}`} role="status">
      <Icon name={status === "refundsuccess" ? "check" : status === "waitbuyermodify" ? "alert" : "refunds"} />
      <div>
        <p>{t.next[status] ?? stateName(status)}</p>
        {status === "waitbuyermodify" && refund.rejectReason && (
          <p class="quote">
            {t.refused}: “{say(refund.rejectReason)}”
          </p>
        )}
      </div>
      {status === "waitbuyermodify" && (
        <a class="button primary" href={link(["orders", refund.orderId ?? "", "refund"])}>
          {t.again}
        </a>
      )}
      {isSellersTurn && sellerPanel.value === "closed" && (
        <button type="button" class="button sandbox" onClick={() => (sellerPanel.value = "open")}>
          <Icon name="seller" />
          {sellerTexts.open}
        </button>
      )}
    </div>
  );
}

function Amounts({ refund }: { refund: Refund }) {
  const { refund: t } = texts.value;
  const given = (refund.refundPayment ?? 0) + (refund.refundCarriage ?? 0);
  return (
    <Section id="amounts" title={t.amounts}>
      <Facts
        facts={[
          [t.forGoods, showFen(refund.applyPayment ?? 0), "number"],
          [t.forFreight, showFen(refund.applyCarriage ?? 0), "number"],
          [t.asked, showFen(sumOf(refund)), "number total"],
          [t.bound, showFen(refund.canRefundPayment ?? 0), "number"],
          [t.given, showFen(given), "number"],
        ]}
      />
    </Section>
  );
}

function Details({ refund }: { refund: Refund }) {
  const { refund: t, common } = texts.value;
  const pieces = Object.values((refund.orderEntryCountMap ?? {}) as Record<string, number>);
  const order = refund.orderId ?? "";
  return (
    <Section id="details" title={t.details}>
      <Facts
        facts={[
          [
            t.order,
            <a class="mono" href={link(["orders", order])}>
              {order}
            </a>,
          ],
          [t.reason, say(refund.applyReason ?? "")],
          [t.kind, refund.refundGoods ? t.kindReturn : t.kindMoney],
          [t.phase, refund.disputeType === 2 ? t.afterSale : t.inSale],
          [t.pieces, `${pieces.length} · ${common.pieces(pieces.reduce((sum, count) => sum + Number(count), 0))}`],
          [t.applied, showTime(refund.gmtApply ?? "")],
          ...(refund.gmtCompleted ? ([[t.completed, showTime(refund.gmtCompleted)]] as const) : []),
          ...(refund.freightBill
            ? ([
                [
                  t.waybill,
                  <>
                    {say(refund.buyerLogisticsName ?? "")} <code>{refund.freightBill}</code>
                  </>,
                ],
              ] as const)
            : []),
        ]}
      />
    </Section>
  );
}

function Operations({ refund }: { refund: Refund }) {
  const { refund: t } = texts.value;
  const roles: Readonly<Record<number, string>> = { 1: t.buyer, 2: t.seller };
  return (
    <Section id="operations" title={t.operations}>
      <Timeline
        happenings={(refund.refundOperationList ?? []).toReversed().map((operation, index, all) => ({
          key: String(all.length - index),
          title: say(operation.discription ?? ""),
          text: (
            <>
              <span class="sub">
                {roles[operation.operatorRoleId ?? 0] ?? t.system} · {stateName(operation.afterOperateStatus ?? "")}
              </span>
              {operation.operateRemark && <p class="quote">{say(operation.operateRemark)}</p>}
              {operation.freightBill && <code>{operation.freightBill}</code>}
              {(operation.vouchers ?? []).length > 0 && (
                <div class="vouchers">
                  {operation.vouchers?.map((voucher, index) => (
                    <Picture key={voucher} src={previewOf(voucher)} alt={t.voucher(index + 1)} size="large" />
                  ))}
                </div>
              )}
            </>
          ),
        }))}
      />
    </Section>
  );
}
