/** The data of the refund form, and the request that it makes. */
import type { alibaba } from "pandapon";
import type { Item, Order } from "../../api/orders";
import {
  areReceived,
  countsPieces,
  type GoodsStatus,
  goodsStatuses,
  isWholeOnly,
  leftOf,
  type Reason,
} from "../../api/refundable";
import type { Voucher } from "../../components/vouchers";
import type { Texts } from "../../i18n";
import { readYuan, showFen } from "../../money";
import type { FieldErrors } from "../field-errors";

/** The user's input. A `null` field is derived from the others until the user changes it. */
export interface Draft {
  itemIds: readonly string[];
  goodsStatus: GoodsStatus | null;
  returns: boolean;
  reasonId: string | null;
  payment: string | null;
  carriage: string | null;
  description: string;
  vouchers: readonly Voucher[];
  pieces: Readonly<Record<string, string>>;
}

export interface Refundable {
  order: Order;
  items: readonly Item[];
  freight: number;
}

/** The values derived from a draft. Amounts are in fen; `null` for invalid input. */
export function derive(draft: Draft, { order, items, freight }: Refundable, reasons: readonly Reason[]) {
  const chosen = items.filter(({ subItemID }) => draft.itemIds.includes(subItemID ?? ""));
  const statuses = goodsStatuses(order, chosen);
  const goodsStatus = statuses.find((status) => status === draft.goodsStatus) ?? statuses[0] ?? "refundWaitSellerSend";
  const returns = draft.returns && areReceived(goodsStatus);
  const reason = reasons.find(({ id }) => id === draft.reasonId);
  const bound = chosen.reduce((sum, item) => sum + leftOf(item), 0);
  const freightBound = reason?.noRefundCarriage ? 0 : freight;
  const payment = draft.payment === null || isWholeOnly(goodsStatus) ? bound : readYuan(draft.payment);
  // Who has the goods seldom gets the freight back, too.
  const usualFreight = areReceived(goodsStatus) ? 0 : freightBound;
  const carriage = freightBound === 0 ? 0 : draft.carriage === null ? usualFreight : readYuan(draft.carriage);
  const counts = countsPieces(goodsStatus, returns);
  return { chosen, statuses, goodsStatus, returns, reason, bound, freightBound, payment, carriage, counts };
}

export type Derived = ReturnType<typeof derive>;

/** Returns the errors that the page finds itself; the client's validator and the platform check the rest. */
export function validate(draft: Draft, derived: Derived, texts: Texts["wizard"]): FieldErrors {
  const { chosen, reason, bound, freightBound, payment, carriage } = derived;
  const amount = (fen: number | null, most: number) =>
    fen === null ? texts.notAmount : fen > most ? texts.tooMuch(showFen(most)) : undefined;
  const fieldErrors = {
    orderEntryIds: chosen.length === 0 ? texts.chooseItems : undefined,
    applyReasonId: reason ? undefined : texts.chooseReasonError,
    applyPayment: amount(payment, bound),
    applyCarriage: amount(carriage, freightBound),
    vouchers: reason?.needVoucher && draft.vouchers.length === 0 ? texts.pictureError : undefined,
  };
  return Object.fromEntries(
    Object.entries(fieldErrors).filter((wrong): wrong is [string, string] => wrong[1] !== undefined),
  );
}

/** Returns the request of a draft, which may be incomplete: the validator reports missing fields. */
export function requestOf(orderId: string, draft: Draft, derived: Derived): alibaba.refund.Create {
  const { chosen, goodsStatus, returns, counts, payment, carriage } = derived;
  const ids = chosen.map(({ subItemID }) => subItemID ?? "");
  const pieces = ids.flatMap((id) => (draft.pieces[id] ? [{ id, count: Number(draft.pieces[id]) }] : []));
  return {
    orderId,
    orderEntryIds: ids,
    disputeRequest: returns ? "returnRefund" : "refund",
    applyPayment: payment ?? 0,
    applyCarriage: carriage ?? 0,
    applyReasonId: draft.reasonId ?? "",
    description: draft.description.trim(),
    goodsStatus,
    ...(draft.vouchers.length > 0 && { vouchers: draft.vouchers.map(({ address }) => address) }),
    // All pieces go back if none are counted; if some are, each sub-order must be.
    ...(counts &&
      pieces.length > 0 && {
        orderEntryCountList: chosen.map(({ subItemID, quantity }) => ({
          id: subItemID ?? "",
          count: Number(draft.pieces[subItemID ?? ""] || quantity),
        })),
      }),
  };
}

/** Fields by the platform's error codes: 1688, createRefund. */
export const FIELDS: Readonly<Record<string, string>> = {
  5003: "goodsStatus",
  5004: "applyReasonId",
  5005: "vouchers",
  5006: "applyCarriage",
  5010: "orderEntryIds",
  5011: "applyPayment",
  5012: "description",
  5013: "orderEntryCountList",
};
