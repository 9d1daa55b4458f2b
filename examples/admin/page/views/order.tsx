/** One order: its items, amounts, parcel, and what the platform said about it. */
import { ApiError } from "pandapon";
import { useState } from "preact/hooks";
import { client } from "../api/client";
import { mustBeDone } from "../api/done";
import { useLoad } from "../api/load";
import { ordersOf, pushes, topicOf, usePushes } from "../api/live";
import { useName } from "../api/names";
import { fenOf, type Item, itemsOf, type Order, readOrder, refundStateOf, stateOf, variantOf } from "../api/orders";
import { isRefundable } from "../api/refundable";
import { type Act, useAct } from "../components/act";
import { announce } from "../components/announce";
import { Facts, Picture, Section, StateBadge, Title } from "../components/basics";
import { Dialog } from "../components/dialog";
import { SelectField } from "../components/fields";
import { Failure, Whole } from "../components/states";
import { Timeline } from "../components/timeline";
import { chinaTime, say, showTime, stateName, texts } from "../i18n";
import { showFen, showYuan } from "../money";
import { link } from "../router";
import { language } from "../settings";

export function OrderView({ id }: { id: string }) {
  const { app } = texts.value;
  const loaded = useLoad((signal) => readOrder(id, signal), [id]);
  usePushes((push) => ordersOf(push).includes(id) && loaded.reload(), [id, loaded.reload]);
  const act = useAct();
  const [cancelling, setCancelling] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const order = loaded.state === "ready" ? loaded.data : null;
  const state = order ? stateOf(order) : "";
  const refundState = order && refundStateOf(order);
  return (
    <>
      <Title
        back={{ href: link(["orders"]), label: app.orders }}
        note={
          order && (
            <>
              <StateBadge state={state} />
              {refundState && <StateBadge state={refundState} />}
            </>
          )
        }
        aside={
          order && (
            <Actions order={order} act={act} onCancel={() => setCancelling(true)} onConfirm={() => setConfirming(true)} />
          )
        }
      >
        {texts.value.order.title(id)}
      </Title>
      {act.error !== undefined && <Failure error={act.error} />}
      <Whole of={loaded} rows={6}>
        {(order) => <Details order={order} id={id} />}
      </Whole>
      {cancelling && <Cancel id={id} act={act} onClose={() => setCancelling(false)} />}
      {confirming && order && <Confirm order={order} id={id} act={act} onClose={() => setConfirming(false)} />}
    </>
  );
}

function Actions(props: { order: Order; act: Act; onCancel: () => void; onConfirm: () => void }) {
  const { order: t } = texts.value;
  const { order, act } = props;
  const orderId = order.baseInfo?.id ?? "";
  const state = stateOf(order);
  const pay = () =>
    act.run(async () => {
      const { protocolPaySuccess } = await client.alibaba.order.payUrl({ orderId });
      announce(protocolPaySuccess ? t.paid : t.notPaid);
    });
  return (
    <>
      {state === "waitbuyerpay" && (
        <>
          <button type="button" class="button" onClick={props.onCancel}>
            {t.cancel}
          </button>
          <button type="button" class="button primary" onClick={pay} disabled={act.busy}>
            {act.busy ? t.paying : t.pay}
          </button>
        </>
      )}
      {state === "waitbuyerreceive" && (
        <button type="button" class="button" onClick={props.onConfirm}>
          {t.confirm}
        </button>
      )}
      {itemsOf(order).some((item) => isRefundable(order, item)) && (
        <a class="button primary" href={link(["orders", orderId, "refund"])}>
          {t.refund}
        </a>
      )}
    </>
  );
}

const Details = ({ order, id }: { order: Order; id: string }) => (
  <div class="columns">
    <div class="column">
      <Items order={order} />
      <Tracking id={id} state={stateOf(order)} />
    </div>
    <div class="column narrow">
      <Amounts order={order} />
      <Delivery order={order} />
      <History id={id} />
    </div>
  </div>
);

function Items({ order }: { order: Order }) {
  const { order: t } = texts.value;
  return (
    <Section id="items" title={t.items}>
      <table class="items" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">{t.product}</th>
            <th role="columnheader" scope="col" class="number">{t.price}</th>
            <th role="columnheader" scope="col" class="number">{t.quantity}</th>
            <th role="columnheader" scope="col" class="number">{t.sum}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {itemsOf(order).map((item) => (
            <ItemRow key={item.subItemID} item={item} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function ItemRow({ item }: { item: Item }) {
  const { order: t } = texts.value;
  const name = useName(item.productID ?? "", item.name ?? "");
  const refundId = item.refundIdForAs ?? item.refundId;
  return (
    <tr role="row">
      <td role="cell" class="goods">
        <Picture src={item.productImgUrl?.[0]} alt="" />
        <span>
          <a class="name" href={link(["products", item.productID ?? ""])}>
            {name}
          </a>
          <span class="sub">{variantOf(item.skuInfos, language.value === "en")}</span>
          {refundId && (
            <span class="sub">
              <a href={link(["refunds", refundId])}>
                {t.refundOfItem}: {stateName(refundWord(item))}
              </a>
              {fenOf(item.refund) > 0 && ` · ${showYuan(item.refund ?? "")}`}
            </span>
          )}
        </span>
      </td>
      <td role="cell" class="number" data-label={t.price}>{showYuan(item.price ?? "0.00")}</td>
      <td role="cell" class="number" data-label={t.quantity}>{item.quantity}</td>
      <td role="cell" class="number amount" data-label={t.sum}>{showYuan(item.itemAmount ?? "0.00")}</td>
    </tr>
  );
}

/** Sub-orders write the states of refunds in another way: `WAIT_SELLER_AGREE` is `waitselleragree`. */
function refundWord({ refundStatus }: Item) {
  const word = (refundStatus ?? "").replaceAll("_", "").toLowerCase();
  return word === "refundclosed" ? "refundclose" : word;
}

function Amounts({ order }: { order: Order }) {
  const { order: t } = texts.value;
  const base = order.baseInfo;
  const [term] = order.tradeTerms ?? [];
  const payBy = itemsOf(order)[0]?.gmtPayExpireTime;
  return (
    <Section id="amounts" title={t.amounts}>
      <Facts
        facts={[
          [t.goods, showYuan(base?.sumProductPayment ?? "0.00"), "number"],
          [t.freight, showYuan(base?.shippingFee ?? "0.00"), "number"],
          [t.total, showYuan(base?.totalAmount ?? "0.00"), "number total"],
          ...(fenOf(base?.refund) > 0 ? ([[t.refunded, showFen(-fenOf(base?.refund)), "number"]] as const) : []),
          ...(term?.payTime ? ([[t.paidAt, showTime(term.payTime)]] as const) : []),
          ...(term?.payTime && term.payWayDesc ? ([[t.payment, say(term.payWayDesc)]] as const) : []),
          ...(stateOf(order) === "waitbuyerpay" && payBy ? ([[t.payBy, showTime(payBy)]] as const) : []),
        ]}
      />
    </Section>
  );
}

function Delivery({ order }: { order: Order }) {
  const { order: t } = texts.value;
  const to = order.nativeLogistics;
  if (!to) return null;
  return (
    <Section id="delivery" title={t.delivery}>
      <address lang="zh-CN">
        {to.contactPerson} {to.mobile}
        <br />
        {[to.province, to.city, to.area, to.town].filter(Boolean).join(" ")}
        <br />
        {to.address} {to.zip}
      </address>
    </Section>
  );
}

function Tracking({ id, state }: { id: string; state: string }) {
  const { order: t } = texts.value;
  const loaded = useLoad((signal) => readTracking(id, signal), [id, state]);
  const isClosed = state === "cancel" || state === "terminated";
  return (
    <Section id="tracking" title={t.tracking}>
      <Whole of={loaded} rows={2}>
        {(traces) =>
          traces.length === 0 ? (
            <p class="quiet-text">{isClosed ? t.noTrackingClosed : t.noTracking}</p>
          ) : (
            <>
              {traces.map(({ logisticsId, logisticsBillNo, logisticsSteps }) => (
                <div key={logisticsId}>
                  <p class="waybill">
                    {t.waybill} <code>{logisticsBillNo}</code>
                  </p>
                  <Timeline
                    happenings={(logisticsSteps ?? []).toReversed().map(({ acceptTime, remark }, index) => ({
                      key: String(index),
                      title: say(remark ?? ""),
                      time: showTime(acceptTime ?? ""),
                    }))}
                  />
                </div>
              ))}
            </>
          )
        }
      </Whole>
    </Section>
  );
}

/** Where the parcels are; the platform answers 404 while there is none. */
async function readTracking(orderId: string, signal: AbortSignal) {
  try {
    const { logisticsTrace } = await client.alibaba.order.tracking({ orderId, webSite: "1688" }, { signal });
    return logisticsTrace ?? [];
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return [];
    throw error;
  }
}

function History({ id }: { id: string }) {
  const { order: t, topics } = texts.value;
  const about = pushes.value.filter((push) => ordersOf(push).includes(id));
  return (
    <Section id="history" title={t.history}>
      {about.length === 0 ? (
        <p class="quiet-text">{t.noHistory}</p>
      ) : (
        <Timeline
          happenings={about.map((push) => {
            const { currentStatus, refundId } = push.messageBody;
            return {
              key: push.key,
              title: topics[topicOf(push)] ?? topicOf(push),
              time: push.timestamp === null ? undefined : showTime(chinaTime(Number(push.timestamp))),
              text: refundId && <a href={link(["refunds", refundId])}>{stateName(currentStatus ?? "")}</a>,
            };
          })}
        />
      )}
    </Section>
  );
}

function Cancel({ id, act, onClose }: { id: string; act: Act; onClose: () => void }) {
  const { order: t } = texts.value;
  const [cancelReason, setReason] = useState("buyerCancel");
  const cancel = () =>
    act.run(async () => {
      onClose();
      await client.alibaba.order.cancel({ webSite: "1688", orderId: id, cancelReason });
      announce(t.cancelled);
    });
  return (
    <Dialog title={t.cancelTitle} onClose={onClose}>
      <p>{t.cancelText}</p>
      <SelectField label={t.cancelReason} value={cancelReason} onValue={setReason}>
        {Object.entries(t.cancelReasons).map(([reason, name]) => (
          <option key={reason} value={reason}>
            {name}
          </option>
        ))}
      </SelectField>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t.keep}
        </button>
        <button type="button" class="button danger" onClick={cancel}>
          {t.cancel}
        </button>
      </div>
    </Dialog>
  );
}

function Confirm({ order, id, act, onClose }: { order: Order; id: string; act: Act; onClose: () => void }) {
  const { order: t, common } = texts.value;
  // Sub-orders that were refunded or confirmed before have a state of their own.
  const open = itemsOf(order).filter(({ status }) => status === stateOf(order));
  const orderEntryIds = open.map(({ subItemID }) => subItemID ?? "");
  const confirm = () =>
    act.run(async () => {
      onClose();
      mustBeDone(await client.alibaba.order.confirmReceipt({ orderId: id, orderEntryIds }));
      announce(t.confirmed);
    });
  return (
    <Dialog title={t.confirmTitle} onClose={onClose}>
      <p>{t.confirmText}</p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button type="button" class="button primary" onClick={confirm}>
          {t.confirm}
        </button>
      </div>
    </Dialog>
  );
}

