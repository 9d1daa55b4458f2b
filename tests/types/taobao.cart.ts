import type { Client, taobao } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const goods: taobao.cart.Add = {
  itemId: 672991141190n,
  skuId: "4970432383383",
  mpId: "600000000001",
  mpSkuId: 600000000002n,
  itemTitle: "杯子",
  price: 1990,
  quantity: 2n,
  properties: [{ propId: 1, propName: "颜色分类", valueId: 2, valueName: "黄色" }],
  platform: 1,
};
isExactly<unknown>()(await client.taobao.cart.add(goods));
await client.taobao.cart.add({ ...goods, properties: '[{"propId":1}]', promotionPrice: undefined });
// @ts-expect-error the amount is in fen, not yuan
await client.taobao.cart.add({ ...goods, price: "19.90" });
// @ts-expect-error the stock is text
await client.taobao.cart.add({ ...goods, skuQuantity: 10 });
const { mpSkuId, ...withoutSku } = goods;
// @ts-expect-error the SKU's id at the distributing platform is missing
await client.taobao.cart.add(withoutSku);

// The address of an order is accepted by the cart.
const orderAddress: taobao.order.TaobaoReceiver = { name: "张三", mobile_phone: "13800000000" };
isExactly<unknown>()(await client.taobao.cart.createOrder({ ids: ["1", 2n], orderAddress }));
// @ts-expect-error a single item needs a list, too
await client.taobao.cart.createOrder({ ids: "1" });
// @ts-expect-error here the address is a structure, not JSON text
await client.taobao.cart.createOrder({ ids: ["1"], orderAddress: JSON.stringify(orderAddress) });

// The pages of these could not be read: params are sent unchanged.
isExactly<unknown>()(await client.taobao.cart.list());
isExactly<unknown>()(await client.taobao.cart.setQuantity({ id: "1", quantity: 2 }));
isExactly<unknown>()(await client.taobao.cart.remove({ ids: ["1"] }));
isExactly<unknown>()(await client.taobao.cart.previewOrder({ ids: ["1"] }));

export { mpSkuId };
