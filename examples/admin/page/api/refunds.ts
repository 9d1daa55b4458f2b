/** Refunds. The platform has no list of them on 1688: it is gathered from the orders that they belong to. */
import { type alibaba, paginate } from "pandapon";
import { client } from "./client";
import { type Order, refundIdsOf } from "./orders";

export type Refund = alibaba.refund.RefundDetail;

/** How many orders are looked through, the newest first. */
const MOST_ORDERS = 200;
const PAGE_SIZE = 50;

export const isOver = ({ status }: Refund) => status === "refundsuccess" || status === "refundclose";

export const sumOf = ({ applyPayment, applyCarriage }: Refund) => (applyPayment ?? 0) + (applyCarriage ?? 0);

/** All refunds of the newest orders, the newest first. */
export async function gatherRefunds(signal: AbortSignal) {
  const orders: Order[] = [];
  for await (const order of paginate(client.alibaba.order.list, { pageSize: PAGE_SIZE }, { signal })) {
    orders.push(order);
    if (orders.length === MOST_ORDERS) break;
  }
  const ids = orders.flatMap(refundIdsOf);
  const refunds = await Promise.all(ids.map((refundId) => readRefund(refundId, signal)));
  refunds.sort((one, other) => (other.gmtApply ?? "").localeCompare(one.gmtApply ?? ""));
  return { refunds, orders: orders.length };
}

export const readRefund = (refundId: string, signal: AbortSignal): Promise<Refund> =>
  client.alibaba.refund.get({ refundId }, { signal });
