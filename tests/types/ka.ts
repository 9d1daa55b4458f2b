// Xport KA: documented params are typed, and undocumented ones are accepted.
import { type Client, type ka, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const addressParam: ka.order.KaAddress = {
  fullName: "张三",
  mobile: "13800000000",
  phone: "",
  postCode: "532600",
  cityText: "崇左市",
  districtCode: "451481",
};
const cargoParamList: ka.order.KaOrderLine[] = [
  { offerId: 889512351602n, specId: "530ad00177264564503ec3b848650652", quantity: 2 },
];

// The only response with a readable sample: a list of numbers in fen.
const priced = await client.ka.order.preview({ flow: unlisted("fenxiaonew"), addressParam, cargoParamList });
isExactly<ka.order.PricedOrder[] | null>()(priced);
isExactly<number | null | undefined>()(priced?.[0]?.sumTotalPayment);
isExactly<number | null | undefined>()(priced?.[0]?.orderItemTOList?.[0]?.finalUnitPrice);
isExactly<string | null | undefined>()(priced?.[0]?.orderItemTOList?.[0]?.skuId);

// The address of a preview is accepted by the order.
const ordered = await client.ka.order.create({
  flow: "general",
  tradeType: unlisted("fxassure"),
  addressParam,
  cargoParamList,
});
isExactly<unknown>()(ordered);
await client.ka.order.create({ outOrderId: "1", addressParam: { ...addressParam, addressId: 1 }, cargoParamList });
// @ts-expect-error a known param still has its type
await client.ka.order.create({ message: 1, cargoParamList });
// @ts-expect-error an order needs goods
await client.ka.order.create({ addressParam });
// @ts-expect-error the goods must be a list
await client.ka.order.create({ addressParam, cargoParamList: cargoParamList[0] });
// @ts-expect-error the quantity is a number
await client.ka.order.preview({ cargoParamList: [{ offerId: "889512351602", quantity: "2" }] });

// Requests as in generation 1.
await client.ka.product.searchByKeyword({ keyword: "杯子", filter: "totalEpScoreLv1", sort: { price: "asc" } });
// @ts-expect-error the number of a page is a number
await client.ka.product.searchByKeyword({ beginPage: "1" });
await client.ka.logistics.book({ renderId: "FF2024080200007", receiverAddress: { country: "US" }, lineItems: [] });
// @ts-expect-error the vendor spells it logisticNumer
await client.ka.logistics.updateDomestic({ logisticInfos: [{ logisticNumber: "FARJP2408000013YQ" }] });

await client.ka.wms.inbound({
  out_order_id: "205569999001",
  alibaba_order_id: 2887421737338134260n,
  quality_inspection_info: { status: "质检通过", weight: 0.4, width: "34", height: 56, images: [] },
});
// @ts-expect-error unlike the other measures, the width is text
await client.ka.wms.inbound({ quality_inspection_info: { width: 34 } });

const seller = await client.ka.im.decryptOpenUid({ openUid: "BBBJ82cNui3EUaxxMi_7Go73g", offerId: 951807530375n });
isExactly<unknown>()(seller);

// Only the titles of these are known, and the paths of some.
isExactly<unknown>()(await client.ka.purchase.list());
isExactly<unknown>()(await client.ka.order.pay({ anything: ["at", "all"] }));
isExactly<unknown>()(await client.ka.refund.create({ anything: 1n }));
isExactly<unknown>()(await client.ka.refund.carriers());
isExactly<unknown>()(await client.ka.taobao.order.list({ anything: { at: "all" } }));
isExactly<unknown>()(await client.ka.address.get());
isExactly<unknown>()(await client.ka.product.poolList({ page: 1 }));
// @ts-expect-error the params must be an object
await client.ka.refund.create("TQ1");
// @ts-expect-error unknown group
await client.ka.taobao.refund.create();
