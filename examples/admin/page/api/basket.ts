/** The basket, stored by the browser. */
import { effect, signal } from "@preact/signals";
import { BusinessError } from "./business-error";
import { client } from "./client";
import { server } from "./server";

export interface Line {
  offerId: string;
  /** Empty for goods without SKUs. */
  specId: string;
  sellerOpenId: string;
  /** In Chinese, and translated. */
  name: readonly [string, string];
  variant: readonly [string, string];
  picture: string | null;
  quantity: number;
}

const KEY = "pandapon-admin-basket";
export const basket = signal<readonly Line[]>(JSON.parse(localStorage.getItem(KEY) ?? "[]") as Line[]);
effect(() => localStorage.setItem(KEY, JSON.stringify(basket.value)));

const isSame = (one: Line, other: Line) => one.offerId === other.offerId && one.specId === other.specId;

/** Adds lines, or pieces to lines that exist. */
export function addLines(lines: readonly Line[]) {
  const more = (line: Line) => lines.find((added) => isSame(added, line))?.quantity ?? 0;
  const known = basket.value.map((line) => ({ ...line, quantity: line.quantity + more(line) }));
  basket.value = [...known, ...lines.filter((line) => !known.some((other) => isSame(other, line)))];
}

export function setQuantity(line: Line, quantity: number) {
  basket.value = basket.value.map((other) => (isSame(other, line) ? { ...line, quantity } : other));
}

export const removeLines = (lines: readonly Line[]) =>
  (basket.value = basket.value.filter((line) => !lines.some((removed) => isSame(removed, line))));

/** The goods of one seller: an order. */
export interface Group {
  seller: string;
  lines: readonly Line[];
}

export const groupBySeller = (lines: readonly Line[]): readonly Group[] =>
  [...new Set(lines.map(({ sellerOpenId }) => sellerOpenId))].map((seller) => ({
    seller,
    lines: lines.filter(({ sellerOpenId }) => sellerOpenId === seller),
  }));

const cargoOf = (lines: readonly Line[]) =>
  lines.map(({ offerId, specId, quantity }) => ({ offerId, specId, quantity }));

/** Returns the price of the goods of a seller, in fen; throws {@link BusinessError} if they cannot be ordered. */
export async function preview({ lines }: Group, signal: AbortSignal) {
  // Goods without SKUs must not name any here.
  const cargoParamList = cargoOf(lines).map(({ specId, ...line }) => (specId ? { specId, ...line } : line));
  const answer = await client.alibaba.order.preview({ cargoParamList, addressParam: server.addressParam }, { signal });
  const [order] = answer.orderPreviewResuslt ?? [];
  if (!order || answer.success === false) throw new BusinessError(answer.errorCode ?? "", answer.errorMsg ?? "");
  return {
    goods: order.sumPaymentNoCarriage ?? 0,
    freight: order.sumCarriage ?? 0,
    total: order.sumPayment ?? 0,
    flow: order.flowFlag ?? "general",
    tradeType: order.tradeModeNameList?.[0],
  };
}

export type Preview = Awaited<ReturnType<typeof preview>>;

/** Orders the goods of a seller, once, and returns the ids of the orders. */
export async function placeOrder({ lines }: Group, { flow, tradeType }: Preview, message: string): Promise<string[]> {
  const answer = await client.alibaba.order.create({
    flow,
    addressParam: server.addressParam,
    cargoParamList: cargoOf(lines),
    ...(tradeType && { tradeType }),
    ...(message && { message }),
  });
  // `success` may be false although an order was created.
  const ids = [answer.orderId, ...(answer.orderList ?? []).map(({ orderId }) => orderId)].filter(
    (id) => id != null && id !== "",
  );
  const [failed] = answer.failedOfferList ?? [];
  if (ids.length === 0) throw new BusinessError(failed?.errorCode ?? "", failed?.errorMessage ?? "");
  return ids as string[];
}
