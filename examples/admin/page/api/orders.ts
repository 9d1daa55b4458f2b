/** Orders as the views need them: the platform's data without its gaps. */
import { type alibaba, unlisted, yuanToFen } from "pandapon";
import { client } from "./client";

export type Order = alibaba.order.Order;
export type Item = alibaba.order.OrderItem;

export const PAGE_SIZE = 10;

export const idOf = (order: Order) => order.baseInfo?.id ?? "";
export const stateOf = (order: Order) => order.baseInfo?.status ?? "";
export const itemsOf = (order: Order) => order.productItems ?? [];

/** The state of its refund, in sale or after it. */
export const refundStateOf = ({ baseInfo }: Order) => baseInfo?.refundStatusForAs ?? baseInfo?.refundStatus ?? null;

/** When it was made: only its sub-orders say so. */
export const createdAt = (order: Order) => itemsOf(order)[0]?.gmtCreate ?? "";

/** The attributes of a sub-order's SKU, such as "Black", in both languages. */
export function variantOf(skuInfos: unknown, translated: boolean): string {
  if (!Array.isArray(skuInfos)) return "";
  const member = translated ? "valueTrans" : "value";
  const values = skuInfos.map((info: Record<string, unknown>) => info[member] ?? info["value"]);
  return values.filter((value) => typeof value === "string").join(", ");
}

/** Something of an order's money that the platform writes in yuan, in fen. */
export const fenOf = (yuan: string | null | undefined) => (yuan ? yuanToFen(yuan) : 0);

export const readOrder = (orderId: string, signal: AbortSignal) =>
  client.alibaba.order.get({ webSite: "1688", orderId }, { signal });

/** Returns a page of orders. A text that looks like an order id is searched as one. */
export async function listOrders(page: number, status: string, search: string, signal: AbortSignal) {
  const text = search.trim();
  const byId = /^\d{16,19}$/.test(text);
  const { result, totalRecord } = await client.alibaba.order.list(
    {
      page,
      pageSize: PAGE_SIZE,
      ...(status && { orderStatus: unlisted(status) }),
      ...(text && (byId ? { orderIds: [text] } : { productName: text })),
    },
    { signal },
  );
  return { orders: result ?? [], total: totalRecord ?? 0 };
}

/** The refunds of an order, in sale and after it; each once. */
export function refundIdsOf(order: Order): string[] {
  const ids = itemsOf(order).flatMap(({ refundId, refundIdForAs }) => [refundId, refundIdForAs]);
  return [...new Set(ids.filter((id): id is string => !!id))];
}
