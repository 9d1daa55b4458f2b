/** `client.hasRoute`, and a sandbox that has no routes but the public ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, endpoints, RouteError } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { credentials, failure, thrown } from "./support/vendor.mjs";

test("hasRoute tells whether calls of an endpoint, or of all that a pattern matches, can be sent", () => {
  const client = new Client(credentials);
  for (const { name, path } of endpoints) assert.equal(client.hasRoute(name), path !== null, name);
  assert.equal(client.hasRoute("address.*"), true);
  assert.equal(client.hasRoute("alibaba.*"), false);
  for (const nothing of ["", "alibaba", "alibaba*", "nowhere.*", "alibaba.order.nothing", undefined]) {
    assert.equal(client.hasRoute(nothing), false, nothing);
  }
  const routes = { "alibaba.refund.reasons": "POST /reasons", "alibaba.refund.uploadVoucher": "POST /voucher" };
  const routed = new Client({ ...credentials, routes: { ...routes, "alibaba.refund.carriers": "GET /carriers" } });
  assert.equal(routed.hasRoute("alibaba.refund.*"), true);
  assert.equal(new Client({ ...credentials, routes }).hasRoute("alibaba.refund.*"), false);
  assert.equal(routed.withUser("5").hasRoute("alibaba.refund.reasons"), true);
});

test("behind a proxy the routes are the server's, so that every endpoint has one", () => {
  const page = new Client({ baseUrl: "https://shop.example/api", signer: "proxy" });
  assert.equal(page.hasRoute("*"), true);
  assert.equal(page.hasRoute("nowhere"), false);
});

test("a sandbox has routes of its own, and a public one only those that are public", async () => {
  assert.equal(new Client({ ...createSandbox() }).hasRoute("alibaba.*"), true);
  const sandbox = createSandbox({ routes: "public" });
  const client = new Client({ ...sandbox });
  for (const { name, path } of endpoints) assert.equal(client.hasRoute(name), path !== null, name);
  assert.ok((await failure(client.alibaba.refund.carriers())) instanceof RouteError);
  assert.equal((await client.alibaba.order.list({})).totalRecord, 0);
  assert.match(thrown(() => createSandbox({ routes: "none" })).message, /routes must be "all" or "public"/);
});

test("an order is found by one's own number of it", async () => {
  const sandbox = createSandbox({ seed: 7 });
  const { product, order } = new Client({ ...sandbox }).alibaba;
  const { data } = await product.searchByKeyword({ keyword: "", pageSize: 1 });
  const { productSkuInfos } = await product.get({ offerId: data[0].offerId });
  const line = { offerId: data[0].offerId, specId: productSkuInfos?.[0]?.specId ?? "", quantity: 2 };
  const addressParam = {
    fullName: "张三",
    mobile: "15251667788",
    phone: "",
    provinceText: "浙江省",
    cityText: "杭州市",
    townText: "",
    address: "网商路699号",
  };
  const create = (outOrderId) =>
    order.create({ flow: "general", addressParam, cargoParamList: [line], outOrderId, message: "as agreed" });
  const { orderId } = await create("shop-7");
  await create("shop-8");
  const found = async (outOrderId) => (await order.list({ outOrderId })).result.map(({ baseInfo }) => baseInfo.idOfStr);
  assert.deepEqual(await found("shop-7"), [orderId]);
  assert.deepEqual(await found("shop-9"), []);
  assert.equal((await order.list({})).totalRecord, 2);
  const restored = createSandbox();
  restored.restore(sandbox.snapshot());
  const { result } = await new Client({ ...restored }).alibaba.order.list({ outOrderId: "shop-8" });
  assert.equal(result.length, 1);
});
