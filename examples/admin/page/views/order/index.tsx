/** One order: its items, amounts, parcel and push messages. */

import { ordersOf, pushes, topicOf, usePushes } from "../../api/events";
import { useLoad } from "../../api/load";
import { fenOf, itemsOf, type Order, readOrder, refundStateOf, stateOf } from "../../api/orders";
import { Facts, Section, StateBadge, Title } from "../../components/basics";
import { Failure, Whole } from "../../components/states";
import { Timeline } from "../../components/timeline";
import { useAction } from "../../components/use-action";
import { chinaTime, say, showTime, stateName, texts } from "../../i18n";
import { showFen, showYuan } from "../../money";
import { link } from "../../router";
import { Actions } from "./actions";
import { Items } from "./items";
import { Tracking } from "./tracking";

export function OrderView({ id }: { id: string }) {
  const { app } = texts.value;
  const loaded = useLoad((signal) => readOrder(id, signal), [id]);
  usePushes((push) => ordersOf(push).includes(id) && loaded.reload(), [id, loaded.reload]);
  const action = useAction();
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
        aside={order && <Actions order={order} action={action} />}
      >
        {texts.value.order.title(id)}
      </Title>
      {action.error !== undefined && <Failure error={action.error} />}
      <Whole of={loaded} rows={6}>
        {(order) => <Details order={order} id={id} />}
      </Whole>
    </>
  );
}

const Details = ({ order, id }: { order: Order; id: string }) => (
  <div class="columns">
    <div class="column">
      <Items order={order} />
      <Tracking order={order} />
    </div>
    <div class="column narrow">
      <Amounts order={order} />
      <Delivery order={order} />
      <History id={id} />
    </div>
  </div>
);

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
