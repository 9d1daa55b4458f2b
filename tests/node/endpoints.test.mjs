/** Peculiarities of some endpoints: places of params, signed queries, JSON text, calls that may be repeated. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ValidationError } from "../../pkg/index.node.js";
import { clientOf, failure, skipPauses, success } from "./support/vendor.mjs";

const BASE = "https://api.pandapon.com";
const receiver = { name: "王先生", address: "网商路699号", country: "VN", city: "Hà Nội", state: "", zip: "100000" };

test("a GET has its params in the query, encoded", async () => {
  const { client, requests } = clientOf(success());
  await client.taobao.product.get({ itemId: "672991141190" });
  await client.v2.taobao.product.get({ itemId: "WUnUC1cILiBjt-Jv3lDdlQ&x=1#é" });
  assert.equal(requests[0].url, `${BASE}/open/product/get?itemId=672991141190`);
  assert.equal(requests[1].url, `${BASE}/v2/taobao/product/get?itemId=WUnUC1cILiBjt-Jv3lDdlQ%26x%3D1%23%C3%A9`);
  assert.ok(requests.every(({ method, body }) => method === "GET" && body === undefined));
});

test("a param in the path is encoded as one segment, and is not in the query", async () => {
  const { client, requests } = clientOf(success());
  await client.taobao.refund.cancel({ refundId: "110000235001" });
  await client.taobao.refund.cancel({ refundId: 110000235001n });
  await client.v2.taobao.refund.cancel({ refundId: "a/pay?x=1/%" });
  assert.equal(requests[0].url, `${BASE}/open/order/refund/cancel/110000235001`);
  assert.equal(requests[1].url, requests[0].url);
  assert.equal(requests[2].url, `${BASE}/v2/taobao/order/refund/cancel/a%2Fpay%3Fx%3D1%2F%25`);
  for (const refundId of [undefined, null, "", {}, "..", ".", "../pay", "1/..", "1\\..\\pay"]) {
    assert.ok((await failure(client.taobao.refund.cancel({ refundId }))) instanceof ValidationError);
  }
  assert.equal(requests.length, 3);
});

test("a refund is cancelled by a GET, which is never retried", async () => {
  const { client, requests } = clientOf({ status: 503, body: "" });
  await failure(client.taobao.refund.cancel({ refundId: "110000235001" }));
  assert.equal(requests.length, 1);
});

test("the warehouse-logistics endpoints repeat timestamp and signature in the query, new in each attempt", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const seen = [];
  const onRequest = ({ url }) => seen.push(url);
  const options = { onRequest, allowUnlikely: true };
  const { client, requests } = clientOf([{ status: 503, body: "" }, success("[]")], options);
  await skipPauses(t, client.logistics.preview({ receiverAddress: receiver }));
  assert.equal(requests.length, 2);
  for (const { url, headers } of requests) {
    const { pathname, searchParams } = new URL(url);
    assert.equal(pathname, "/open/pp/logistics/orderRenderFreight");
    assert.deepEqual(Object.fromEntries(searchParams), { timestamp: headers.timestamp, sign: headers.signature });
  }
  assert.notEqual(requests[0].headers.signature, requests[1].headers.signature);
  assert.deepEqual(seen, Array(2).fill(`${BASE}/open/pp/logistics/orderRenderFreight`), "hooks receive no signature");
  const { url, headers } = client.buildRequest("ka.logistics.book", {});
  assert.equal(new URL(url).searchParams.get("sign"), headers.signature);
});

test("structures are sent as the JSON text that the vendor expects; text is sent unchanged", async () => {
  const { client, requests } = clientOf(success());
  const orderLineList = [{ itemId: "3305075341149134261", skuId: 12n, quantity: "1", price: "100", orderLineNo: "1" }];
  await client.taobao.order.create({ orderLineList, purchaseAmount: 100, receiver });
  await client.taobao.order.create({
    orderLineList: '[ {"itemId":"1"} ]',
    purchaseAmount: 100,
    receiver: JSON.stringify(receiver),
  });
  const [made, own] = requests.map(({ body }) => JSON.parse(body));
  assert.deepEqual(JSON.parse(made.orderLineList), [{ ...orderLineList[0], skuId: "12" }]);
  assert.deepEqual(JSON.parse(made.receiver), receiver);
  assert.equal(own.orderLineList, '[ {"itemId":"1"} ]');
  const error = await failure(client.taobao.order.create({ orderLineList, purchaseAmount: 1, receiver: { zip: 1 } }));
  assert.deepEqual(
    error.issues.map(({ path }) => path),
    ["receiver.zip"],
  );
});

test("JSON text in a response is decoded, with exact ids; other text is unchanged", async () => {
  const item = (properties) => `{"id":3305075341149134261,"properties":${JSON.stringify(properties)}}`;
  const items = [item('{"skuId":3305075341149134262}'), item("red"), item('{},"quantity":{}'), item("")];
  const { client } = clientOf(success(`{"enableList":[{"cartItemInfos":[${items}]}]}`));
  const { enableList } = await client.v2.alibaba.cart.list();
  const id = "3305075341149134261";
  assert.deepEqual(enableList[0].cartItemInfos, [
    { id, properties: { skuId: "3305075341149134262" } },
    { id, properties: "red" },
    { id, properties: '{},"quantity":{}' },
    { id, properties: "" },
  ]);
});

test("saving an address with an id may be retried; a new address is sent once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [id, count] of [
    [7, 3],
    ["3305075341149134261", 3],
    [undefined, 1],
    [null, 1],
    [0, 1],
    ["0", 1],
  ]) {
    const { client, requests } = clientOf({ status: 503, body: "" });
    await skipPauses(t, failure(client.address.save({ id, name: "王先生" })));
    assert.equal(requests.length, count, String(id));
  }
});

test("an endpoint without documented params accepts any", async () => {
  const { client, requests } = clientOf(success());
  await client.ka.purchase.list({ pageNo: 1 });
  await client.ka.purchase.list();
  assert.deepEqual(
    requests.splice(0).map(({ body }) => body),
    ['{"pageNo":1}', undefined],
    "an undocumented body",
  );
  await client.ka.order.pay({ orderId: 3305075341149134261n, note: { any: [true, null] } });
  assert.equal(requests[0].url, `${BASE}/alibaba/ka/order/pay`);
  assert.equal(requests[0].body, '{"orderId":3305075341149134261,"note":{"any":[true,null]}}');
});
