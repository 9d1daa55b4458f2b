import { type alibaba, type Client, need, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const refund: alibaba.refund.Create = {
  orderId: "3305075341149134260",
  orderEntryIds: [3305075341149134261n, "3305075341149134262", 42],
  disputeRequest: "returnRefund",
  applyPayment: 1990,
  applyCarriage: 0n,
  applyReasonId: 20020n,
  description: "破损",
  goodsStatus: "refundBuyerReceived",
  vouchers: undefined,
  orderEntryCountList: [{ id: "3305075341149134261", count: 1 }],
};
const created = await client.alibaba.refund.create(refund);
isExactly<alibaba.refund.CreatedRefund>()(created);
isExactly<string | null | undefined>()(created.refundId);

// @ts-expect-error the vendor refuses other values
await client.alibaba.refund.create({ ...refund, goodsStatus: "received" });
// @ts-expect-error unknown param; the name is orderEntryIds
await client.alibaba.refund.create({ ...refund, orderEntryId: "1" });
// @ts-expect-error the amount is in fen, not yuan
await client.alibaba.refund.create({ ...refund, applyPayment: "19.90" });
// @ts-expect-error unknown field of a nested structure
await client.alibaba.refund.create({ ...refund, orderEntryCountList: [{ id: "1", pieces: 1 }] });
const { orderId, ...withoutOrder } = refund;
// @ts-expect-error orderId is missing
await client.alibaba.refund.create(withoutOrder);
// @ts-expect-error a required param cannot be null
await client.alibaba.refund.create({ ...refund, orderId: null });

const detail = await client.alibaba.refund.get({ refundId: need(created, "refundId") });
isExactly<alibaba.refund.RefundStatus | null | undefined>()(detail.status);
isExactly<number | null | undefined>()(detail.canRefundPayment);
isExactly<string[] | null | undefined>()(detail.orderEntryIdList);
isExactly<unknown>()(detail.orderEntryCountMap);

// Words of an open set: editors suggest the known ones, and others are marked.
const status: alibaba.refund.RefundStatus = "refundsuccess";
const newStatus: alibaba.refund.RefundStatus = unlisted("a-status-of-tomorrow");
// @ts-expect-error a closed set
const goods: alibaba.refund.GoodsStatus = unlisted("a-status-of-tomorrow");

await client.alibaba.refund.uploadVoucher({ imageData: new Uint8Array([0xff, 0xd8]) });
await client.alibaba.refund.uploadVoucher({ imageData: "/9j/4AAQ" });
// @ts-expect-error an image is bytes or text, not a list of numbers
await client.alibaba.refund.uploadVoucher({ imageData: [0xff, 0xd8] });

// No params, and a list that may be absent.
isExactly<alibaba.refund.Carrier[] | null>()(await client.alibaba.refund.carriers());
await client.alibaba.refund.carriers({});
// @ts-expect-error there are no params
await client.alibaba.refund.carriers({ page: 1 });

const reasons = await client.alibaba.refund.reasons({
  orderId,
  orderEntryIds: [orderId],
  goodsStatus: "refundWaitSellerSend",
});
isExactly<boolean | null | undefined>()(reasons.reasons?.[0]?.needVoucher);

export { goods, newStatus, status };
