import { type Client, type taobao, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const receiver: taobao.order.TaobaoReceiver = {
  country: "中国",
  state: "浙江省",
  city: "杭州市",
  district: "余杭区",
  address: "文一西路969号",
  zip: "311121",
  name: "张三",
  phone: "",
  mobile_phone: "13800000000",
};
// The quantity of a line is text, in a preview and in an order.
await client.taobao.order.preview({ orderLineList: [{ itemId: 1n, skuId: "2", quantity: "1" }], receiver });
// @ts-expect-error a quantity is a number as text
await client.taobao.order.preview({ orderLineList: [{ itemId: 1n, skuId: "2", quantity: 1 }], receiver });
// @ts-expect-error the address is missing
await client.taobao.order.preview({ orderLineList: [] });

const order: taobao.order.Create = {
  orderLineList: [{ itemId: "1", skuId: 2n, quantity: "1", price: "400", currency: "CNY", orderLineNo: "1" }],
  orderSource: "lazada",
  purchaseAmount: 400,
  receiver,
  sellerOrderNumber: "1",
};
isExactly<unknown>()(await client.taobao.order.create(order));
// JSON text on the wire: structures and text are accepted.
await client.taobao.order.create({ ...order, orderLineList: "[]", receiver: "{}" });
// @ts-expect-error the amount is in fen, not yuan
await client.taobao.order.create({ ...order, purchaseAmount: "4.00" });
await client.taobao.order.create({
  ...order,
  // @ts-expect-error the vendor's name here is mobile_phone
  receiver: { ...receiver, mobilePhone: "13800000000" },
});
const { purchaseAmount, ...withoutAmount } = order;
// @ts-expect-error the amount is missing
await client.taobao.order.create(withoutAmount);

await client.taobao.order.pay({ orderIds: ["700187748440", 700187748441n] });
// @ts-expect-error a single order needs a list, too
await client.taobao.order.pay({ orderIds: "700187748440" });

// Free text: 1688's words have no meaning here.
await client.taobao.order.cancel({ orderId: "700187748440", subOrderIds: [], cancelReason: "不想要了" });
// @ts-expect-error the reason is missing
await client.taobao.order.cancel({ orderId: "700187748440" });

await client.taobao.order.list({ status: "WAIT_BUYER_P", modifyStartTime: 1_700_000_000_000 });
await client.taobao.order.list({ status: unlisted("a-status-of-tomorrow") });
// @ts-expect-error a time is in milliseconds, not text
await client.taobao.order.list({ modifyStartTime: "2026-05-20 15:40:00" });
isExactly<unknown>()(await client.taobao.order.get({ orderId: "700187748440" }));
// @ts-expect-error orderId is missing
await client.taobao.order.get();

const tracking = await client.taobao.order.tracking({ subPurchaseOrderId: "200033789041" });
isExactly<taobao.order.TaobaoTracking>()(tracking);
const parcel = tracking.pnmLogisticsDetails?.[0];
isExactly<string | null | undefined>()(parcel?.mailNo);
isExactly<taobao.order.TaobaoParcelStatus | null | undefined>()(parcel?.logisticsTraces?.[0]?.status);
// The vendor's spelling.
isExactly<string | null | undefined>()(parcel?.logisticsTraces?.[0]?.standerdDesc);
// @ts-expect-error the sub-order's id has a name of its own
await client.taobao.order.tracking({ orderId: "200033789041" });

const warehouse = { orderId: "700187748440", warehouseName: "义乌仓", warehouseAddress: "浙江省义乌市" };
isExactly<unknown>()(await client.taobao.order.setWarehouse(warehouse));
await client.taobao.order.setWarehouse({ ...warehouse, warehouseAddress: undefined });
// @ts-expect-error here an address is a single text
await client.taobao.order.setWarehouse({ ...warehouse, warehouseAddress: receiver });

const page = { loginName: "buyer", password: "secret", pageName: "chat" };
const pageParamMap = { sourceType: "item", bizId: "700187748440" };
const link = await client.taobao.order.chatLink({ ...page, pageParamMap });
isExactly<string | null>()(link);
await client.taobao.order.chatLink({ ...page, pageParamMap: JSON.stringify(pageParamMap) });
// @ts-expect-error the subject of the chat is missing
await client.taobao.order.chatLink(page);

// Its page could not be read: params are sent unchanged.
isExactly<unknown>()(await client.taobao.order.uploadPaymentVoucher({ anything: ["at", "all"] }));

export { purchaseAmount };
