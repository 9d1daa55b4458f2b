/** The validators detect violations: mistakes that a client might make, applied to valid requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertGood, caseOf, judge, PEERS, wholeRequest } from "./judging.mjs";
import { OPERATIONS } from "./operations.mjs";

const HEADERS = ["access-key", "timestamp", "nonce-str", "user-id", "signature"];

const inBody = (text, other) => (request) => ({ ...request, body: request.body.replace(text, other) });
const inTarget = (text, other) => (request) => ({ ...request, target: request.target.replace(text, other) });
const withoutHeader = (name) => (request) => {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
};

/** Mistakes by operation, each with a function that applies it to a valid request. */
const MISTAKES = {
  "alibaba.order.cancel": {
    "an id as text": inBody(/"orderId":(\d+)/, '"orderId":"$1"'),
    "a missing field": inBody('"cancelReason"', '"reason"'),
    "no body": (request) => ({ ...request, body: null }),
  },
  "alibaba.cart.previewOrder": { "an id as text, in a list": inBody(/:\[(\d+)/, ':["$1"') },
  "taobao.order.preview": { "an id as text, inside of JSON text": inBody(/(itemId\\":)(\d+)/, '$1\\"$2\\"') },
  "alibaba.order.payBatch": { "an id as an integer where it is text": inBody(/\["/, '[1,"') },
  "taobao.refund.get": { "a query without its id": inTarget(/\?.*/, "") },
  "logistics.preview": { "a query without the signature": inTarget(/&sign=\w+/, "") },
  "v2.alibaba.order.get": { "a path of the other generation": (request) => ({ ...request, document: "v1" }) },
  "alibaba.cart.list": Object.fromEntries(HEADERS.map((name) => [`no ${name}`, withoutHeader(name)])),
};

test("both validators detect the mistakes, and find nothing wrong in the valid requests", async () => {
  const operations = OPERATIONS.filter(({ name }) => name in MISTAKES);
  const good = operations.map((operation) => caseOf(operation, wholeRequest(operation).request));
  const wrong = good.flatMap(({ operation, requests: [request] }) => {
    const mistakes = Object.entries(MISTAKES[operation.name]);
    return mistakes.map(([mistake, make]) => ({ mistake, ...caseOf(operation, make(request)) }));
  });
  for (const peer of PEERS) {
    await assertGood(peer, good);
    const verdicts = await judge(peer, wrong);
    const unseen = wrong.filter((_, index) => verdicts[index].length === 0).map(({ mistake }) => mistake);
    assert.deepEqual(unseen, [], `${peer} does not detect it`);
  }
});
