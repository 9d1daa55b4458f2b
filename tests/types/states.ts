// States of orders and refunds: what has one, and the constants.
import { type Client, type Event, undeclared } from "pandapon";
import { isPaid, isRefunded, OrderStatus, orderState, type RefundState, refundState, Topic } from "pandapon/states";
import { isExactly } from "./equal.js";

declare const client: Client;
declare const event: Event;

const order = await client.alibaba.order.get({ webSite: "1688", orderId: "1" });
const refund = await client.alibaba.refund.get({ refundId: "TQ1" });
const taobaoRefund = await client.taobao.refund.get({ refundId: "1" });
const taobaoOrder = await client.taobao.order.get({ orderId: "1" });

isExactly<boolean>()(isPaid(order));
isPaid(order.baseInfo?.status);
isPaid(order.baseInfo ?? undefined);
isPaid(undeclared(taobaoOrder));
if (event.form === "OrderChange" || event.form === "KaOrder") isPaid(event.messageBody);
isRefunded(refund);
isRefunded(taobaoRefund);
isRefunded(order.productItems?.[0]);
if (event.form === "RefundChange") isRefunded(event.messageBody);
isExactly<RefundState | null>()(refundState(100));

// @ts-expect-error a refund is not an order
isPaid(refund);
// @ts-expect-error an order is not a refund
isRefunded(order);
// @ts-expect-error not awaited
isPaid(client.alibaba.order.get({ webSite: "1688", orderId: "1" }));
// @ts-expect-error nobody knows what is in it
isPaid(taobaoOrder);
// @ts-expect-error no such state
orderState(order) === "payed";

if (order.baseInfo?.status === OrderStatus.WaitSellerSend) isExactly<"waitsellersend">()(order.baseInfo.status);
// @ts-expect-error no such word
OrderStatus.WaitSelerSend;
if (event.type === Topic.BatchPaid) isExactly<"ORDER_BATCH_PAY">()(event.type);
