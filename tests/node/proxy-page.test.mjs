/** A page whose calls go through a proxy: they behave as if the page called the vendor. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as pandapon from "../../pkg/index.node.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { addressParam } from "./support/buyer.mjs";
import { fromOwnPage, pageOf, proxyOf, serve } from "./support/proxy.mjs";
import {
  clientOf,
  credentials,
  failure,
  once,
  orderId,
  read,
  skipPauses,
  success,
  thrown,
  vendor,
} from "./support/vendor.mjs";

const { Client, ConfigError, ConnectionError, ProxyError, TimeoutError, ValidationError } = pandapon;
const refused = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { code: "ECONNREFUSED" }));
const reset = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { code: "ECONNRESET" }));

test("over HTTP: search, preview, order, pay, ship, voucher and refund, against the sandbox", async (t) => {
  const sandbox = createSandbox();
  const proxy = createProxy({ client: new Client(sandbox), allow: ["alibaba.*"], authorize: () => true });
  const address = await serve(t, proxy);
  const page = new Client({ baseUrl: `${address}/api/`, signer: "proxy", headers: fromOwnPage });
  const { product, order, refund } = page.alibaba;
  const { data } = await product.searchByKeyword({ keyword: "mug" });
  const { offerId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity }];
  const { orderPreviewResuslt } = await order.preview({ addressParam, cargoParamList });
  const { orderId } = await order.create({ flow: orderPreviewResuslt[0].flowFlag, addressParam, cargoParamList });
  assert.equal(typeof orderId, "string");
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
  const { productItems } = await order.get({ webSite: "1688", orderId });
  const goods = {
    orderId,
    orderEntryIds: productItems.map(({ subItemID }) => subItemID),
    goodsStatus: "refundBuyerReceived",
  };
  const { reasons } = await refund.reasons(goods);
  const picture = new Uint8Array(1_000_000).fill(0xd8);
  picture.set([0xff, 0xd8, 0xff]);
  const { imageDomain, imageRelativeUrl } = await refund.uploadVoucher({ imageData: picture });
  const { refundId } = await refund.create({
    ...goods,
    disputeRequest: "returnRefund",
    applyPayment: pandapon.yuanToFen(productItems[0].itemAmount),
    applyCarriage: 0,
    applyReasonId: reasons[0].id,
    description: "broken",
    vouchers: [`https://${imageDomain}/${imageRelativeUrl}`],
  });
  assert.match(refundId, /^TQ/);
  assert.equal((await refund.get({ refundId })).orderId, orderId);
});

test("the vendor receives the same as from a server: every kind of value, with all digits", async () => {
  const cases = [
    once,
    ["alibaba.order.get", { webSite: "1688", orderId: 3305075341149134261n }],
    ["alibaba.order.get", { webSite: "1688", orderId: 7 }],
    ["taobao.product.checkBatch", { params: [{ itemId: 672991141190n, skuIds: ["9223372036854775807"] }] }],
    ["alibaba.order.list", {}],
    ["alibaba.refund.uploadVoucher", { imageData: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9) }],
    [
      "alibaba.order.cancel",
      { webSite: "1688", orderId: "9007199254740993", cancelReason: "other", remark: 'a"\\\u2028\0 9007199254740993' },
    ],
  ];
  for (const [name, params] of cases) {
    const options = { routes: { "alibaba.refund.uploadVoucher": "POST /upload" } };
    const direct = clientOf(success(), options);
    await direct.client.call(name, params);
    const { proxy, requests } = proxyOf(success(), {}, options);
    await pageOf(proxy).call(name, params);
    const wire = ({ method, url, body }) => ({ method, url, body });
    assert.deepEqual(requests.map(wire), direct.requests.map(wire), name);
  }
});

test("the page gets the whole response: data without loss, and the rest", async () => {
  const data = `{"orderId":${orderId},"price":0.10,"big":123456789012345678901234567890,"nested":[{"id":1}],"__proto__":{"a":1}}`;
  const answer = success(data);
  const direct = await clientOf(answer)
    .client.call(...read)
    .withResponse();
  const { proxy } = proxyOf(answer);
  const proxied = await pageOf(proxy)
    .call(...read)
    .withResponse();
  const { headers, ...rest } = proxied;
  const { headers: vendors, ...expected } = direct;
  assert.deepEqual(rest, expected);
  assert.equal(JSON.stringify(rest.data), JSON.stringify(expected.data));
  assert.equal(headers["cache-control"], "no-store");
});

test("JSON text is returned as structures, and other text unchanged", async () => {
  for (const value of ['[{"a":1}]', '"[1]"', "[1", JSON.stringify(JSON.stringify("[1]"))]) {
    const answer = success(`[{"properties":${JSON.stringify(value)}}]`);
    const direct = await clientOf(answer).client.alibaba.cart.list();
    assert.deepEqual(await pageOf(proxyOf(answer).proxy).alibaba.cart.list(), direct, value);
  }
});

/** Returns the result of a call from a server and from a page, with the same behaviour of the vendor. */
async function both(t, answers, call, options = {}) {
  const direct = await skipPauses(t, failure(clientOf(answers, options).client.call(...call)));
  const { proxy } = proxyOf(answers, {}, options);
  const proxied = await skipPauses(t, failure(pageOf(proxy).call(...call)));
  return { direct, proxied };
}

/** The members of an error, but for the number of requests: a page makes one, and its proxy may repeat it. */
const members = ({ attempts, ...own }) => own;

test("every failure is the same error with the same fields", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(globalThis, "fetch", refused);
  const failing = {
    ApiError: ['{"code":40001,"msg":"no balance","requestId":"r1","developId":7}', once],
    "ApiError without an envelope": [{ status: 503, body: "<html>" }, once],
    "ApiError of a read": [{ status: 500, body: '{"code":500,"msg":"busy"}' }, read],
    DecodeError: ["<html>", once],
    "DecodeError without data": ['{"code":200,"requestId":"r2"}', once],
    "ConnectionError before sending": [refused, once, { fetch: undefined }],
    "ConnectionError in doubt": [reset, once],
    TimeoutError: [() => new Promise(() => {}), once, { timeout: 50 }],
    RouteError: [success(), ["alibaba.refund.carriers", {}]],
  };
  for (const [what, [answers, call, options]] of Object.entries(failing)) {
    const { direct, proxied } = await both(t, answers, call, options);
    assert.equal(proxied.constructor, pandapon[what.split(" ")[0]], `${what}: ${proxied}`);
    assert.equal(direct.constructor, proxied.constructor, what);
    assert.deepEqual(members(proxied), members(direct), what);
    // Details of the server's network are not revealed.
    if (!(direct instanceof ConnectionError)) assert.equal(proxied.message, direct.message, what);
  }
});

test("invalid params are refused in the page, with all issues, and nothing is sent", async () => {
  const { client, requests } = clientOf(success());
  const { proxy } = proxyOf(success());
  let posts = 0;
  const page = pageOf((request) => {
    posts += 1;
    return proxy(request);
  });
  const params = { orderId: 3305075341149134261, orderEntryIds: [() => {}], vouchers: "x" };
  const error = await failure(page.call("alibaba.refund.create", params));
  const direct = await failure(client.call("alibaba.refund.create", params));
  assert.ok(error instanceof ValidationError);
  assert.deepEqual(error.issues, direct.issues);
  assert.equal(posts + requests.length, 0);
});

test("the proxy validates, too, so that a manipulated page cannot bypass it", async () => {
  const { proxy, requests } = proxyOf(success());
  const page = pageOf(proxy, { allowUnknown: true });
  const error = await failure(page.call(once[0], { ...once[1], amount: 1 }));
  assert.ok(error instanceof ValidationError);
  assert.deepEqual(
    error.issues.map(({ path, code }) => [path, code]),
    [["amount", "unknown"]],
  );
  assert.equal(error.sent, false);
  assert.equal(requests.length, 0);
});

test("reads are retried by the proxy, and calls that create are never retried", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const busy = { status: 503, headers: { "retry-after": "1" }, body: "busy" };
  const reads = proxyOf([busy, busy, success()]);
  await skipPauses(t, pageOf(reads.proxy).call(...read));
  assert.equal(reads.requests.length, 3);
  const creates = proxyOf(busy);
  await skipPauses(t, failure(pageOf(creates.proxy).call(...once)));
  assert.equal(creates.requests.length, 1);
});

test("a connection to the proxy that closes is a ConnectionError with `sent: true`, and the page does not retry", async () => {
  for (const call of [read, once]) {
    const { fetch, requests } = vendor(reset);
    const page = new Client({ baseUrl: "https://shop.example/api", signer: "proxy", fetch, maxRetries: 5 });
    const error = await failure(page.call(...call));
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.sent, true);
    assert.equal(requests.length, 1);
  }
});

test("a proxy that does not respond in time is a TimeoutError", async () => {
  const page = pageOf(() => new Promise(() => {}), { timeout: 20 });
  const error = await failure(page.call(...once));
  assert.ok(error instanceof TimeoutError);
  assert.equal(error.sent, true);
});

test("a response that is not from a proxy leaves the outcome in doubt, like that of a gateway", async () => {
  const answers = [
    new Response("<html>", { status: 502 }),
    new Response("<html>"),
    Response.json({ failure: { name: "constructor", message: "", sent: false } }),
    Response.json({ failure: null }, { status: 500 }),
    Response.json([], { status: 404 }),
  ];
  for (const answer of answers) {
    const error = await failure(pageOf(async () => answer).call(...once));
    assert.equal(error.sent, true, String(error));
    assert.ok(["ApiError", "DecodeError"].includes(error.name), String(error));
  }
});

test("the page sends the name, the params and a call id, but no key, signature or time", async () => {
  const { fetch, requests } = vendor(success());
  const page = new Client({ baseUrl: "https://shop.example/api/", signer: "proxy", fetch, headers: { "X-CSRF": "1" } });
  await page.call(...once);
  await page.call(...once);
  await page.alibaba.order.payUrl({ orderId });
  const [first, second, third] = requests;
  assert.equal(first.url, "https://shop.example/api/alibaba.refund.create");
  assert.equal(first.method, "POST");
  assert.equal(first.redirect, "manual");
  const { "x-pandapon-call": id, ...headers } = first.headers;
  assert.deepEqual(headers, { "content-type": "application/json", "x-csrf": "1" });
  assert.match(id, /^\w{32}$/);
  assert.notEqual(second.headers["x-pandapon-call"], id);
  assert.equal(third.body, `{"orderId":"${orderId}"}`);
});

test("a relative base URL is resolved against the page's address", async (t) => {
  const { fetch, requests } = vendor(success());
  globalThis.location = { href: "https://shop.example/cart/index.html?x#y" };
  t.after(() => delete globalThis.location);
  for (const baseUrl of ["/api", "api", "../api/", "https://other.example/api"]) {
    await new Client({ baseUrl, signer: "proxy", fetch }).call(...once);
  }
  assert.deepEqual(
    requests.map(({ url }) => url.replace("/alibaba.refund.create", "")),
    ["/api", "/cart/api", "/api"].map((path) => `https://shop.example${path}`).concat("https://other.example/api"),
  );
});

test("what a client of a proxy does not support is a ConfigError", async () => {
  const { fetch, requests } = vendor(success());
  const options = { baseUrl: "https://shop.example/api", signer: "proxy", fetch };
  const page = new Client(options);
  const errors = [
    [thrown(() => page.buildRequest(...read)), /buildRequest needs accessSecret/],
    [await failure(page.request({ method: "GET", path: "/x" })), /a proxy takes the names of endpoints, and no paths/],
    [thrown(() => new Client({ ...options, baseUrl: undefined })), /baseUrl must be where your proxy answers/],
    [thrown(() => new Client({ ...options, baseUrl: "/api" })), /baseUrl must be an address/],
    [thrown(() => new Client({ ...options, baseUrl: "ftp://shop.example" })), /baseUrl must be an address/],
    [thrown(() => new Client({ ...options, signer: "prox" })), /signer must be a function or "proxy"/],
    [thrown(() => new Client({ ...options, accessSecret: "s" })), /give either accessSecret or signer/],
    [thrown(() => new Client({ ...options, stringToSign: () => "" })), /stringToSign needs accessSecret/],
    [thrown(() => new Client({ ...options, userId: {} })), /userId must be/],
    [thrown(() => new Client({ ...credentials, accessKey: undefined, proxy: true })), /"proxy" is not an option/],
  ];
  for (const [error, says] of errors) {
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, says);
  }
  assert.equal(requests.length, 0);
});

test("withUser and the option userId ask the proxy, which decides", async () => {
  const asked = [];
  const mine = ["1688000000002", "1688000000003"];
  const authorize = (_, { userId }) => {
    asked.push(userId);
    return userId === null || { userId: mine.find((own) => own === userId) ?? mine[0] };
  };
  const { proxy, requests } = proxyOf(success(), { authorize });
  const page = pageOf(proxy);
  await page.call(...read);
  await page.withUser(mine[0]).call(...read);
  await page.call(read[0], read[1], { userId: BigInt(mine[1]) });
  const error = await failure(page.withUser("1688999999999").call(...read));
  assert.ok(error instanceof ProxyError);
  assert.equal(error.status, 403);
  assert.equal(error.sent, false);
  assert.deepEqual(asked, [null, ...mine, "1688999999999"]);
  assert.deepEqual(
    requests.map(({ headers }) => headers["user-id"]),
    [credentials.userId, ...mine],
  );
});

test("a page that asks for a sub-account gets that one or none: authorize must name it", async () => {
  const { proxy, requests } = proxyOf(success());
  const error = await failure(pageOf(proxy, { userId: "1688000000002" }).call(...read));
  assert.equal(error.status, 403);
  assert.equal(requests.length, 0);
});

test("a refusal of the proxy is a ProxyError: nothing reached the vendor", async () => {
  const { proxy, requests } = proxyOf(success(), { authorize: () => undefined });
  const error = await failure(pageOf(proxy).call(...once));
  assert.ok(error instanceof ProxyError && error instanceof pandapon.PandaponError);
  const about = { endpoint: "alibaba.refund.create", safety: "once" };
  assert.deepEqual(members(error), { name: "ProxyError", sent: false, status: 401, code: "unauthenticated", ...about });
  assert.equal(error.message, "proxy: sign in first");
  assert.equal(requests.length, 0);
});

test("abort: an unsent call is not sent, a read is abandoned, and a call that creates is completed", async (t) => {
  for (const [call, givenUp] of [
    [read, true],
    [once, false],
  ]) {
    let arrive, answer, gaveUp;
    const arrived = new Promise((resolve) => (arrive = resolve));
    const ended = new Promise((resolve) => (gaveUp = resolve));
    const slow = (_, { signal }) => {
      arrive();
      return new Promise((resolve, reject) => {
        answer = () => resolve(new Response(success('{"refundId":"TQ1"}')));
        signal.addEventListener("abort", () => reject(signal.reason) ?? gaveUp());
      });
    };
    let onAudit;
    const audited = new Promise((resolve) => (onAudit = resolve));
    const { proxy } = proxyOf(slow, { audit: onAudit });
    const address = await serve(t, proxy);
    const page = new Client({ baseUrl: address, signer: "proxy", headers: fromOwnPage });
    const controller = new AbortController();
    const pending = failure(page.call(...call, { signal: controller.signal }));
    await arrived;
    controller.abort(new Error("the user left"));
    const { name, sent, cause } = await pending;
    assert.deepEqual([name, sent, cause.message], ["AbortError", true, "the user left"]);
    if (givenUp) await ended;
    else setTimeout(answer, 100);
    const { outcome, status } = await audited;
    assert.deepEqual([outcome, status], givenUp ? ["ProxyError", 499] : ["success", 200]);
  }
  const { proxy, requests } = proxyOf(success());
  const authorize = () => new Promise(() => {});
  const { proxy: waiting } = proxyOf(success(), { authorize });
  const reason = new Error("left before");
  const aborted = AbortSignal.abort(reason);
  const before = await failure(pageOf(proxy).call(once[0], once[1], { signal: aborted }));
  assert.deepEqual([before.name, before.sent, before.cause], ["AbortError", false, reason]);
  const soon = new AbortController();
  const pending = failure(pageOf(waiting).call(once[0], once[1], { signal: soon.signal }));
  soon.abort(reason);
  assert.equal((await pending).cause, reason);
  assert.equal(requests.length, 0);
});

test("works with require(), too", async () => {
  const { createRequire } = await import("node:module");
  const require = createRequire(import.meta.url);
  const commonjs = require("../../pkg/index.node.cjs");
  const { createProxy } = require("../../pkg/proxy/index.cjs");
  const { fetch, requests } = vendor(success('{"refundId":"TQ1"}'));
  const client = new commonjs.Client({ ...credentials, fetch });
  const proxy = createProxy({ client, allow: ["alibaba.refund.*"], authorize: () => true });
  assert.deepEqual(await pageOf(proxy).call(...once), { refundId: "TQ1" });
  assert.equal(requests.length, 1);
  assert.throws(() => createProxy({ client, allow: ["nothing.*"], authorize: () => true }), commonjs.ConfigError);
});
