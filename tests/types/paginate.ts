// Paginated lists: which methods return them, and the types of their records.
import { type alibaba, type Client, paginate, type taobao } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

isExactly<AsyncGenerator<alibaba.order.Order, void, undefined>>()(
  paginate(client.alibaba.order.list, { orderStatus: "waitsellersend", pageSize: 20 }),
);
for await (const product of paginate(client.alibaba.product.searchByKeyword, { keyword: "mug" })) {
  isExactly<alibaba.product.FoundProduct>()(product);
}
for await (const product of paginate(client.alibaba.product.related, { offerId: "1" })) {
  isExactly<alibaba.product.FoundProduct>()(product);
}
for await (const product of paginate(client.taobao.product.recommend)) {
  isExactly<taobao.product.RecommendedProduct>()(product);
}

// The vendor documents no page for these records.
for await (const refund of paginate(client.taobao.refund.list, { pageSize: 20 }, { timeout: 5_000 })) {
  isExactly<unknown>()(refund);
}
// @ts-expect-error pageSize is required
paginate(client.taobao.refund.list);
// @ts-expect-error an order is not a paginated list
paginate(client.alibaba.order.get, { webSite: "1688" });
// @ts-expect-error params of another endpoint
paginate(client.alibaba.product.related, { keyword: "mug" });
// @ts-expect-error not an option of a call
paginate(client.alibaba.order.list, {}, { retries: 0 });
