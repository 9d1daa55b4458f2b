/** Controls of the sandbox: time, and a seller's prices, parcels and stock; and the log of requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ordered, topic } from "./support/buyer.mjs";

const HOUR = 3_600_000;

const topics = (sandbox) => sandbox.pushes().map(topic);

test("advancing time closes unpaid orders, and calls still work", async () => {
  const { sandbox, read } = await ordered();
  sandbox.advance(13 * HOUR);
  assert.deepEqual(topics(sandbox), ["BUYER_MAKE", "ORDER_BOPS_CLOSE"]);
  assert.equal((await read()).baseInfo.status, "cancel");
  for (const wrong of [-1, 0.5, NaN, "1000", undefined]) assert.throws(() => sandbox.advance(wrong), TypeError);
});

test("the seller changes the price, and the buyer pays it", async () => {
  const { sandbox, order, orderId, read } = await ordered();
  sandbox.changePrice(orderId, { goods: 10_001, freight: 0 });
  const { baseInfo, productItems } = await read();
  assert.deepEqual([baseInfo.totalAmount, baseInfo.shippingFee], ["100.01", "0.00"]);
  assert.equal(productItems.length, 2);
  assert.deepEqual(topics(sandbox), ["BUYER_MAKE", "ORDER_PRICE_MODIFY"]);
  assert.ok((await order.payUrl({ orderId })).protocolPaySuccess);
  assert.throws(() => sandbox.changePrice(orderId, { goods: 5 }), /not waiting for payment/);
  assert.throws(() => sandbox.changePrice(orderId, { goods: 12.34 }), TypeError);
});

test("the seller closes an order and sets the stock to 0", async () => {
  const { sandbox, product, orderId, read, offerId, sku } = await ordered();
  sandbox.closeOrder(orderId);
  assert.equal((await read()).baseInfo.status, "cancel");
  assert.throws(() => sandbox.closeOrder("7"), /order "7" not found/);
  sandbox.setStock(sku.skuId, 0);
  assert.equal(Number((await product.get({ offerId })).productSkuInfos[0].amountOnSale), 0);
});

test("the seller ships in parts", async () => {
  const { sandbox, order, orderId, read } = await ordered();
  await order.payUrl({ orderId });
  const items = (await read()).productItems.map(({ subItemID }) => subItemID);
  sandbox.pushes();
  sandbox.ship(orderId, { items: [items[0]] });
  assert.throws(() => sandbox.ship(orderId, { items: [items[0]] }), /already shipped/);
  assert.equal((await read()).baseInfo.status, "waitsellersend");
  sandbox.ship(orderId);
  assert.equal((await read()).baseInfo.status, "waitbuyerreceive");
  const moved = "1688_LOGISTICS_BUYER_VIEW_TRACE";
  assert.deepEqual(topics(sandbox), ["PART_PART_SENDGOODS", moved, "ANNOUNCE_SENDGOODS", moved]);
});

test("requests are logged without secrets", async () => {
  const { sandbox, orderId, read } = await ordered();
  await read();
  const requests = sandbox.requests();
  assert.deepEqual(
    requests.map(({ endpoint }) => endpoint),
    ["alibaba.product.searchByKeyword", "alibaba.product.get", "alibaba.order.create", "alibaba.order.get"],
  );
  const { time, method, status, code, headers, body } = requests.at(-1);
  assert.ok(Math.abs(time - Date.now()) < 60_000);
  assert.deepEqual([method, status, code], ["POST", 200, 200]);
  assert.match(body, new RegExp(orderId));
  assert.equal(headers.signature, "********");
  assert.equal(headers["user-id"], sandbox.userId);
  assert.ok(!JSON.stringify(requests).includes(sandbox.accessKey));
});
