/** The platform's rules for refunds (1688, createRefund), as far as an order has the data for them. */
import type { alibaba } from "pandapon";
import { client } from "./client";
import { fenOf, type Item, itemsOf, type Order, readOrder, refundIdsOf, stateOf } from "./orders";

export type GoodsStatus = alibaba.refund.GoodsStatus;
export type Reason = alibaba.refund.RefundReason;

/** Refunds of a sub-order that must end before another can begin. A refused one may be requested again. */
const UNDER_WAY = ["WAIT_SELLER_AGREE", "WAIT_BUYER_SEND", "WAIT_SELLER_RECEIVE"];

export const isUnderWay = ({ refundStatus }: Item) => UNDER_WAY.includes(refundStatus ?? "");

/** The amount that can still be refunded for a sub-order, in fen. */
export const leftOf = (item: Item) => fenOf(item.itemAmount) - fenOf(item.refund);

export const isRefundable = (order: Order, item: Item) =>
  goodsStatuses(order, []).length > 0 && leftOf(item) > 0 && !isUnderWay(item);

/** Where the goods can be, the likeliest first: it follows from the order's state. */
export function goodsStatuses(order: Order, chosen: readonly Item[]): readonly GoodsStatus[] {
  switch (stateOf(order)) {
    case "waitsellersend":
      return ["refundWaitSellerSend"];
    case "waitbuyerreceive":
      // Goods whose receipt was confirmed cannot be on their way.
      return chosen.some(({ status }) => status === "success")
        ? ["refundBuyerReceived"]
        : ["refundBuyerReceived", "refundWaitBuyerReceive"];
    case "confirm_goods":
    case "success":
      return ["aftersaleBuyerReceived", "aftersaleBuyerNotReceived"];
    default:
      return [];
  }
}

/** Whether the goods are there, so that they can go back. */
export const areReceived = (status: GoodsStatus) =>
  status === "refundBuyerReceived" || status === "aftersaleBuyerReceived";

/** Until the seller ships, the whole amount is refunded. */
export const isWholeOnly = (status: GoodsStatus) => status === "refundWaitSellerSend";

/** Pieces can be chosen only where goods go back in sale; otherwise all of them go. */
export const countsPieces = (status: GoodsStatus, returns: boolean) => returns && status === "refundBuyerReceived";

/** An order, and how much of its freight can still be refunded, in fen. */
export async function readRefundable(orderId: string, signal: AbortSignal) {
  const order = await readOrder(orderId, signal);
  const refunds = await Promise.all(
    refundIdsOf(order).map((refundId) => client.alibaba.refund.get({ refundId }, { signal })),
  );
  const open = refunds.filter(({ status }) => status !== "refundclose" && status !== "waitbuyermodify");
  const claimed = open.reduce((sum, { applyCarriage }) => sum + (applyCarriage ?? 0), 0);
  return { order, items: itemsOf(order), freight: Math.max(0, fenOf(order.baseInfo?.shippingFee) - claimed) };
}
