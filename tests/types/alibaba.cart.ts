import { type alibaba, type Client, need, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const cart = await client.alibaba.cart.list();
isExactly<alibaba.cart.Cart>()(cart);
const item = cart.enableList?.[0]?.cartItemInfos?.[0];
isExactly<alibaba.cart.CartItem | undefined>()(item);
isExactly<string | null | undefined>()(item?.id);
isExactly<string | null | undefined>()(item?.price);
isExactly<number | null | undefined>()(item?.quantity);
// JSON text on the wire, a structure here. The vendor's page documents no more of it.
isExactly<unknown>()(item?.properties);
// @ts-expect-error there are no params
await client.alibaba.cart.list({ page: 1 });

isExactly<boolean | null>()(await client.alibaba.cart.setQuantity({ id: need(item, "id"), quantity: 2n }));
// @ts-expect-error the quantity is a number
await client.alibaba.cart.setQuantity({ id: 1, quantity: "2" });
// @ts-expect-error the id of the cart's item is required, not of the product
await client.alibaba.cart.setQuantity({ offerId: "610947572360", quantity: 2 });

const cartIds = [3305075341149134261n, "3305075341149134262", 42];
const previews = await client.alibaba.cart.previewOrder({ cartIds });
// The same response as that of an order's preview.
isExactly<alibaba.order.OrderPreviews>()(previews);
isExactly<number | null | undefined>()(previews.orderPreviewResuslt?.[0]?.sumPayment);
// @ts-expect-error the items are missing
await client.alibaba.cart.previewOrder({});
// @ts-expect-error a single item needs a list, too
await client.alibaba.cart.previewOrder({ cartIds: "3305075341149134261" });
// @ts-expect-error the id may be missing
await client.alibaba.cart.previewOrder({ cartIds: [item?.id] });

isExactly<unknown>()(
  await client.alibaba.cart.createOrder({ flow: "general", tradeType: unlisted("fxassure"), cartIds }),
);
await client.alibaba.cart.createOrder({
  flow: previews.orderPreviewResuslt?.[0]?.flowFlag ?? "general",
  cartIds,
  addressParam: { fullName: "张三", cityText: "杭州市" },
});
// @ts-expect-error the flow is missing
await client.alibaba.cart.createOrder({ cartIds });
// @ts-expect-error unknown param; the items are in the cart already
await client.alibaba.cart.createOrder({ flow: "general", cartIds, cargoParamList: [] });

// The pages of these could not be read: params are sent unchanged.
isExactly<unknown>()(await client.alibaba.cart.add({ offerId: "610947572360", quantity: 1 }));
isExactly<unknown>()(await client.alibaba.cart.remove({ ids: cartIds }));
