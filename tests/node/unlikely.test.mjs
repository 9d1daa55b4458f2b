/**
 * What nobody can mean is refused before it is sent, by rules of this package that are told from the platform's. One option
 * sends it anyway, for a client or for a call.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, ValidationError } from "../../pkg/index.node.js";
import { clientOf, credentials, failure, success, thrown } from "./support/vendor.mjs";

const address = {
  fullName: "张三",
  mobile: "15251667788",
  phone: "0517-88990077",
  provinceText: "浙江省",
  cityText: "杭州市",
  townText: "",
  address: "网商路699号",
};
const order = (changes, line) => ({
  flow: "general",
  addressParam: address,
  cargoParamList: [{ offerId: "554456348334", specId: "", quantity: 5, ...line }],
  ...changes,
});

/** Endpoint, params, path and code of the only issue, and one of its parameters. */
const cases = [
  ["alibaba.order.create", order({}, { quantity: -5 }), "cargoParamList[0].quantity", "too_small", { got: -5 }],
  ["alibaba.order.create", order({}, { quantity: 0 }), "cargoParamList[0].quantity", "too_small", { limit: 1 }],
  ["alibaba.order.create", order({}, { quantity: 1.5 }), "cargoParamList[0].quantity", "type", { expected: "integer" }],
  ["alibaba.order.create", order({}, { offerId: "-7" }), "cargoParamList[0].offerId", "too_small", { got: -7 }],
  ["alibaba.order.create", order({ cargoParamList: [] }), "cargoParamList", "too_small", { unit: "items" }],
  ["alibaba.order.create", order({ message: "字".repeat(600) }), "message", "too_big", { limit: 500, got: 600 }],
  ["alibaba.order.payUrl", {}, "orderId", "missing", {}],
  ["alibaba.order.payBatch", { orderIds: [] }, "orderIds", "too_small", { unit: "items" }],
  ["alibaba.order.confirmReceipt", {}, "orderId", "missing", {}],
  ["alibaba.order.list", { createStartTime: "yesterday" }, "createStartTime", "type", { expected: "time" }],
  ["alibaba.order.list", { page: 0 }, "page", "too_small", { limit: 1 }],
  ["ka.order.pay", {}, "", "missing", {}],
  ["v2.alibaba.product.get", {}, "offerId", "missing", { or: "offerMapId" }],
];

for (const [endpoint, params, path, code, parameters] of cases) {
  test(`${endpoint} with ${path || "nothing"} ${code}: refused, and sent with allowUnlikely`, async () => {
    const { client, requests } = clientOf(success());
    const error = await failure(client.call(endpoint, params));
    assert.ok(error instanceof ValidationError, String(error));
    assert.equal(error.sent, false);
    assert.equal(error.issues.length, 1);
    const [issue] = error.issues;
    assert.deepEqual({ ...issue, ...parameters, path, code, unlikely: true }, issue);
    assert.match(issue.message, /\(option allowUnlikely sends it anyway\)$/);
    assert.equal(requests.length, 0);

    // The sandbox or the platform decides then.
    await client.call(endpoint, params, { allowUnlikely: true });
    const lenient = clientOf(success(), { allowUnlikely: true });
    await lenient.client.call(endpoint, params);
    assert.equal(requests.length + lenient.requests.length, 2);
    // A call overrides its client.
    assert.ok(
      (await failure(lenient.client.call(endpoint, params, { allowUnlikely: false }))) instanceof ValidationError,
    );
  });
}

test("what the platform is known to refuse is not called unlikely, and no option sends it", async () => {
  const { client, requests } = clientOf(success(), { allowUnlikely: true });
  const error = await failure(client.alibaba.order.cancel({ webSite: "1688", orderId: "x" }, { allowUnlikely: true }));
  assert.deepEqual(
    error.issues.map(({ path, unlikely }) => [path, unlikely]),
    [
      ["orderId", undefined],
      ["cancelReason", undefined],
    ],
  );
  assert.equal(requests.length, 0);
});

test("allowUnknown sends an unknown param of a single call, and of that alone", async () => {
  const { client, requests } = clientOf(success());
  const params = { offerId: "1", fromTheFuture: 1 };
  await client.alibaba.product.get(params, { allowUnknown: true });
  assert.deepEqual(JSON.parse(requests[0].body), { offerId: 1, fromTheFuture: 1 });
  const [issue] = (await failure(client.alibaba.product.get(params))).issues;
  assert.match(issue.message, /allowUnknown/);
  const error = await failure(client.alibaba.product.get({ offerId: "0" }, { allowUnknown: true }));
  assert.deepEqual(
    error.issues.map(({ code }) => code),
    ["too_small"],
  );
});

test("unlikely params and those that cannot be read are reported together", () => {
  const params = { orderId: undefined, orderEntryIds: [Number.NaN] };
  const error = thrown(() => new Client(credentials).buildRequest("alibaba.order.confirmReceipt", params));
  assert.deepEqual(error.issues.map(({ path, code }) => [path, code]).toSorted(), [
    ["orderEntryIds[0]", "type"],
    ["orderId", "missing"],
  ]);
});
