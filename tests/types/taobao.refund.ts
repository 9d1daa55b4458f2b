import { type Client, need, type taobao } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

// Codes are numbers of open sets.
const preview = await client.taobao.refund.preview({ subOrderId: "200033789041", refundType: 1, goodsStatus: 4n });
isExactly<taobao.refund.RefundPreview>()(preview);
const template = preview.refundOrderTemplate;
isExactly<string | null | undefined>()(template?.refundReasons?.[0]?.reasonId);
isExactly<number | null | undefined>()(template?.maxRefundFee?.refundFee);
isExactly<boolean | null | undefined>()(template?.maxRefundFee?.canEditRefundFee);
// @ts-expect-error not 1688's words
await client.taobao.refund.preview({ refundType: "refund", goodsStatus: 4 });
// @ts-expect-error where the goods are is missing
await client.taobao.refund.preview({ refundType: 1 });

isExactly<unknown>()(
  await client.taobao.refund.create({
    subOrderId: "200033789041",
    refundType: 2,
    goodsStatus: 4,
    reasonId: need(template, "refundReasons", 0, "reasonId"),
    refundFee: need(template, "maxRefundFee", "refundFee"),
    refundDesc: "破损",
  }),
);
// @ts-expect-error the amount is in fen, not yuan
await client.taobao.refund.create({ refundFee: "19.90" });
// @ts-expect-error pictures are one text
await client.taobao.refund.create({ refundImages: ["https://img.alicdn.com/1.jpg"] });

const refund = await client.taobao.refund.get({ refundId: "300000000001" });
isExactly<taobao.refund.TaobaoRefundDetail>()(refund);
isExactly<number | null | undefined>()(refund.refundOrderAggregate?.refundOrder?.refundStatus);
isExactly<string | null | undefined>()(refund.refundOrderAggregate?.logistics?.receiverAddress);
isExactly<number | null | undefined>()(refund.refundOrderAggregate?.purchaseOrderLine?.totalPrice);
// @ts-expect-error which refund?
await client.taobao.refund.get();

const cancelled = await client.taobao.refund.cancel({ refundId: 300000000001n });
isExactly<boolean | null | undefined>()(cancelled.cancelSuccess);
// Here the address is split into fields.
isExactly<string | null | undefined>()(cancelled.refundOrderAggregate?.logistics?.receiverAddress?.detailAddress);
// @ts-expect-error the id may be missing
await client.taobao.refund.cancel({ refundId: refund.refundOrderAggregate?.refundOrder?.refundId });

isExactly<unknown>()(await client.taobao.refund.list({ pageSize: 20, refundStatus: -10, refundStartTime: 1n }));
// @ts-expect-error the page's size is missing
await client.taobao.refund.list({ pageNo: 1 });

isExactly<unknown>()(await client.taobao.refund.sendMessage({ refundId: "300000000001", refundMessage: "您好" }));
// @ts-expect-error not a member; the name is refundMessage
await client.taobao.refund.sendMessage({ refundId: "300000000001", message: "您好" });
isExactly<unknown>()(await client.taobao.refund.messages({ refundId: "300000000001" }));
isExactly<unknown>()(await client.taobao.refund.previewReturn({ refundId: "300000000001" }));
isExactly<unknown>()(
  await client.taobao.refund.submitReturn({ refundId: "300000000001", logisticsCompanyCode: "SF", logisticsNo: "SF1" }),
);
// @ts-expect-error 1688's name of the waybill
await client.taobao.refund.submitReturn({ refundId: "300000000001", freightBill: "SF1" });

// Its page could not be read: params are sent unchanged.
isExactly<unknown>()(await client.taobao.refund.update({ refundId: "300000000001", anything: ["at", "all"] }));
