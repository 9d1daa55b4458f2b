// Generation 2: mapped ids where it differs, and the types of generation 1 where it does not.
import type { address, alibaba, Client, logistics, Params, Result, taobao, v2 } from "pandapon";
import { type Equal, isExactly } from "./equal.js";

declare const client: Client;

// Types that both generations share.
isExactly<alibaba.refund.Create>()({} as v2.alibaba.refund.Create);
isExactly<alibaba.refund.GoodsStatus>()({} as v2.alibaba.refund.GoodsStatus);
isExactly<alibaba.refund.CreatedRefund>()({} as Result<"v2.alibaba.refund.create">);
isExactly<taobao.order.Create>()({} as v2.taobao.order.Create);
isExactly<taobao.refund.TaobaoRefundDetail>()({} as Result<"v2.taobao.refund.get">);
isExactly<address.Save>()({} as v2.address.Save);
isExactly<logistics.Book>()({} as Params<"v2.logistics.book">);
isExactly<logistics.ReceiverAddress>()({} as v2.logistics.ReceiverAddress);

const refund: alibaba.refund.Create = {
  orderId: "3305075341149134260",
  disputeRequest: "refund",
  applyPayment: 1990,
  applyCarriage: 0,
  applyReasonId: 20020,
  description: "破损",
  goodsStatus: "refundWaitSellerSend",
};
const created = await client.v2.alibaba.refund.create(refund);
isExactly<string | null | undefined>()(created.refundId);
isExactly<alibaba.refund.Carrier[] | null>()(await client.v2.alibaba.refund.carriers());
isExactly<unknown>()(await client.v2.address.save({ id: 1n }));
// @ts-expect-error the vendor refuses other words in this generation, too
await client.v2.alibaba.refund.create({ ...refund, goodsStatus: "received" });
// @ts-expect-error as in generation 1, the vendor spells it logisticNumer
await client.v2.logistics.updateDomestic({ logisticInfos: [{ logisticNumber: "FARJP2408000013YQ" }] });

// Products are named by their mapped ids.
const cargoParamList: v2.alibaba.order.FastCargo[] = [
  { offerMapId: "L0PTnwSnx_dWNZWCtgK7Gg", specId: "b266e0726506185beaf205cbae88530d", quantity: 2 },
];
const previews = await client.v2.alibaba.order.preview({ cargoParamList });
isExactly<alibaba.order.OrderPreviews>()(previews);
// @ts-expect-error 1688's own number of the product
await client.v2.alibaba.order.preview({ cargoParamList: [{ offerId: "610947572360", quantity: 2 }] });
// @ts-expect-error a mapped id is text
await client.v2.alibaba.order.preview({ cargoParamList: [{ offerMapId: 610947572360n, quantity: 2 }] });
const differs: Equal<v2.alibaba.order.Preview, alibaba.order.Preview> = false;
// @ts-expect-error on Taobao, too, a product has no number of Taobao's own
await client.v2.taobao.cart.add({ mpId: "1", mpSkuId: "2", itemId: "672991141190" });
await client.v2.taobao.cart.add({ mpId: "1", mpSkuId: "2", itemMapId: "WUnUC1cILiBjt-Jv3lDdlQ" });
// @ts-expect-error generation 2 requires the sub-order
await client.v2.taobao.order.tracking();
isExactly<taobao.order.TaobaoTracking>()(await client.v2.taobao.order.tracking({ subPurchaseOrderId: "200033789041" }));
// An order has the type of generation 1.
isExactly<alibaba.order.Order>()(await client.v2.alibaba.order.get({ webSite: "1688", orderId: "1" }));

// The names of one generation are unknown to the other.
// @ts-expect-error only generation 2 has the hot list
client.alibaba.product.hotList;
// @ts-expect-error only generation 1 has the recommendations of Taobao
client.v2.taobao.product.recommend;

export { differs };
