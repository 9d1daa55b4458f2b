import { type alibaba, type Client, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const address: alibaba.order.DeliveryAddress = {
  fullName: "张三",
  mobile: "13800000000",
  phone: "",
  cityText: "杭州市",
  provinceText: "浙江省",
  areaText: undefined,
  townText: "长河镇",
  address: "网商路699号",
};
const lines: readonly alibaba.order.CargoLine[] = [
  { offerId: 610947572360n, specId: "b266e0726506185beaf205cbae88530d", quantity: 2 },
];

const previews = await client.alibaba.order.preview({
  addressParam: address,
  cargoParamList: [{ offerId: "610947572360", quantity: 1 }],
});
isExactly<number | null | undefined>()(previews.orderPreviewResuslt[0]?.sumPayment);
isExactly<alibaba.order.TradeType[] | null | undefined>()(previews.orderPreviewResuslt[0]?.tradeModeNameList);

const created = await client.alibaba.order.create({
  // Values from a preview's response are accepted, including unknown words of an open set.
  flow: previews.orderPreviewResuslt[0]?.flowFlag ?? "general",
  tradeType: unlisted("fxassure"),
  addressParam: address,
  cargoParamList: lines,
});
isExactly<string | null | undefined>()(created.orderId);
isExactly<number | null | undefined>()(created.totalSuccessAmount);

await client.alibaba.order.create({
  flow: "general",
  addressParam: address,
  // @ts-expect-error specId is missing
  cargoParamList: [{ offerId: "610947572360", quantity: 1 }],
});
// @ts-expect-error the address is missing
await client.alibaba.order.create({ flow: "general", cargoParamList: lines });

const order = await client.alibaba.order.get({ webSite: "1688", orderId: created.orderId ?? "" });
isExactly<string | null | undefined>()(order.baseInfo?.totalAmount);
isExactly<alibaba.order.OrderStatus | null | undefined>()(order.baseInfo?.status);
const status: string | null | undefined = order.baseInfo?.status;

// @ts-expect-error the id may be missing
await client.alibaba.order.tracking({ orderId: created.orderId });
// @ts-expect-error params are required
await client.alibaba.order.get();

// Success without data: null.
const closed = await client.alibaba.order.cancel({
  webSite: "1688",
  orderId: created.orderId ?? "",
  cancelReason: unlisted("other words of an open set are marked"),
});
isExactly<boolean | null>()(closed);

export { status };
