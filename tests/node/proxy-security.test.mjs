/** What the proxy refuses, and what it never tells. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { Client, ConfigError, endpoints } from "../../pkg/index.node.js";
import { CallIds } from "../../pkg/proxy/call-ids.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { asPage, callId, fromOwnPage, origin, proxyOf, refusal, serve } from "./support/proxy.mjs";
import { clientOf, credentials, once, orderId, read, success, thrown } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');

/** Asserts that a request is refused with this status, and that nothing is sent to the vendor. */
async function isRefused({ proxy, requests }, request, status, says = /^proxy: /) {
  const before = requests.length;
  const { failure, ...answer } = await refusal(proxy(request));
  assert.equal(answer.status, status, failure?.message);
  assert.equal(failure.name, "ProxyError");
  assert.equal(failure.status, status);
  assert.equal(failure.sent, false);
  assert.match(failure.message, says);
  assert.equal(requests.length, before);
  return answer;
}

test("nothing is allowed that is not named: an endpoint, a group, or all", async () => {
  const allow = ["alibaba.refund.*", "alibaba.order.get"];
  const options = { authorize: () => true };
  for (const { name } of endpoints) {
    const { proxy, requests } = proxyOf(good, { ...options, allow });
    const isAllowed = name.startsWith("alibaba.refund.") || name === "alibaba.order.get";
    if (isAllowed) assert.notEqual((await proxy(asPage(name))).status, 403, name);
    else await isRefused({ proxy, requests }, asPage(name), 403, /is not among those that the proxy allows/);
  }
  const everything = proxyOf(good, { allow: ["*"] });
  assert.equal((await everything.proxy(asPage(...once))).status, 200);
});

test("options that would leave a door open are a ConfigError when the proxy is made", () => {
  const { client } = clientOf(good);
  const options = { client, allow: ["*"], authorize: () => true };
  const wrong = [
    [undefined, /client must be/],
    [{ ...options, client: {} }, /client must be/],
    [{ ...options, authorize: undefined }, /authorize must be/],
    [{ ...options, authorize: true }, /authorize must be/],
    [{ ...options, audit: [] }, /audit must be/],
    [{ ...options, csrf: false }, /csrf must be/],
    [{ ...options, maxBytes: 0 }, /maxBytes must be/],
    [{ ...options, maxBytes: "1" }, /maxBytes must be/],
    [{ ...options, maxConcurrent: NaN }, /maxConcurrent must be/],
    ...[undefined, [], "*", [undefined], [7]].map((allow) => [{ ...options, allow }, /allow must list names/]),
    ...[
      "",
      "alibaba",
      "alibaba.",
      "alibaba.refun*",
      "ali*",
      ".*",
      "alibaba.refund.creat",
      "__proto__",
      "constructor.*",
      "*.*",
    ].map((pattern) => [{ ...options, allow: ["alibaba.order.get", pattern] }, /allow: no endpoint is called/]),
  ];
  for (const [given, says] of wrong) {
    const error = thrown(() => createProxy(given));
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, says);
  }
});

test("calls are POST: all other methods are 405", async () => {
  const opened = proxyOf(good);
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const request = new Request(`${origin}/api/${read[0]}`, { method, headers: fromOwnPage });
    const { headers } = await isRefused(opened, request, 405);
    assert.equal(headers.get("allow"), "POST");
    assert.equal(headers.get("access-control-allow-origin"), null);
  }
});

test("names that are none are 404, whatever they mean to JavaScript or to paths", async () => {
  const opened = proxyOf(good);
  const names = [
    ...["", "alibaba", "alibaba.refund", "alibaba.refund.", "__proto__", "constructor", "toString", "hasOwnProperty"],
    ...[
      "alibaba.refund.create/",
      "alibaba.refund.create/..",
      "alibaba.refund.create/%2e%2e",
      "alibaba%2erefund%2ecreate",
    ],
    ...["alibaba.refund.create%00", "alibaba.refund.create%0d%0auser-id:%201", "alibaba.refund.create;a", "*"],
    ...["/alibaba.refund.create", "x//alibaba.refund.create", "%2f%2falibaba.refund.create", "ALIBABA.REFUND.CREATE"],
    ...["..%2falibaba.refund.create", "alibaba\\u200b.refund.create", "alibaba.refund.create%3f"],
  ];
  for (const name of names) await isRefused(opened, asPage(name, once[1]), 404);
});

test("path tricks on the wire reach no other endpoint than the one they name", async (t) => {
  const { proxy, requests, events } = proxyOf(good, { allow: ["alibaba.refund.get"] });
  const address = await serve(t, proxy);
  const head = Object.entries({ "content-type": "application/json", ...fromOwnPage }).map((pair) => pair.join(": "));
  const post = async (path) => {
    const socket = connect(new URL(address).port, "127.0.0.1");
    const lines = [`POST ${path} HTTP/1.1`, "host: shop.example", ...head, `x-pandapon-call: ${callId()}`];
    socket.write([...lines, "content-length: 2", "connection: close", "", "{}"].join("\r\n"));
    let heard = "";
    for await (const chunk of socket) heard += chunk;
    return Number(heard.slice(9, 12));
  };
  for (const path of [
    "/api/alibaba.refund.get/../alibaba.refund.create",
    "/api/alibaba.refund.get/%2e%2e/alibaba.refund.create",
    "/api/alibaba.refund.get/..%2falibaba.refund.create",
    "/api//alibaba.refund.get",
    "//evil.example/alibaba.refund.get",
    "/api/alibaba.refund.get/.",
    "/api/alibaba.refund.create?/alibaba.refund.get",
    "/api/alibaba.refund.create#/alibaba.refund.get",
    "/api/alibaba.refund.get\\..\\alibaba.refund.create",
  ]) {
    assert.ok([403, 404].includes(await post(path)), path);
  }
  assert.equal(requests.length, 0);
  assert.ok(events.every(({ name }) => name === null));
});

test("a form of another site cannot make a call: JSON and a header of our own are asked for", async () => {
  const opened = proxyOf(good);
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/jsonp",
  ];
  for (const type of [...types, "text/json", "application/json5"]) {
    await isRefused(opened, asPage(...once, { headers: { "content-type": type } }), 415);
  }
  const charset = asPage(...once, { headers: { "content-type": "Application/JSON; charset=utf-8" } });
  assert.equal((await opened.proxy(charset)).status, 200);
  for (const id of [undefined, "", "short", "a".repeat(65), "a b".repeat(8), "签".repeat(4).repeat(0)]) {
    await isRefused(opened, asPage(...once, { headers: { "x-pandapon-call": id } }), 400);
  }
});

test("a page of another site cannot make a call", async () => {
  const opened = proxyOf(good);
  const foreign = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": undefined, origin: "https://evil.example" },
    { "sec-fetch-site": undefined, origin: "https://shop.example.evil.example" },
    { "sec-fetch-site": undefined, origin: "https://shop.example:8443" },
    { "sec-fetch-site": undefined, origin: "null" },
    { "sec-fetch-site": undefined, origin: "" },
  ];
  for (const headers of foreign) {
    await isRefused(opened, asPage(...read, { headers }), 403, /only a page of this very site/);
    await isRefused(opened, asPage(...once, { headers }), 403, /only a page of this very site/);
  }
  const own = { "sec-fetch-site": undefined };
  assert.equal((await opened.proxy(asPage(...once, { headers: own }))).status, 200);
  // TLS may have ended before.
  assert.equal(
    (await opened.proxy(asPage(...once, { headers: { ...own, origin: "http://shop.example" } }))).status,
    200,
  );
});

test("what does not say where it comes from may read, and no more", async () => {
  const opened = proxyOf(good);
  const headers = { "sec-fetch-site": undefined, origin: undefined };
  assert.equal((await opened.proxy(asPage(...read, { headers }))).status, 200);
  await isRefused(opened, asPage(...once, { headers }), 403);
  for (const { name, safety } of endpoints.filter(({ safety }) => safety !== "read")) {
    await isRefused(opened, asPage(name, {}, { headers }), 403, /only a page/);
    assert.notEqual(safety, "read");
  }
});

test("a check of a token may take the place of that", async (t) => {
  const seen = [];
  const csrf = async ({ headers }, call) => {
    seen.push(call);
    if (headers.get("x-token") === "broken") throw new Error("s3cret");
    return headers.get("x-token") === "right";
  };
  const opened = proxyOf(good, { csrf });
  const from = (token) => asPage(...once, { headers: { "sec-fetch-site": "cross-site", "x-token": token } });
  assert.equal((await opened.proxy(from("right"))).status, 200);
  await isRefused(opened, from("wrong"), 403);
  t.mock.method(console, "error", () => {});
  await isRefused(opened, from("broken"), 500, /^(?!.*s3cret)/);
  assert.deepEqual(seen[0], { name: "alibaba.refund.create", safety: "once" });
});

test("who may: true or an object; false is 403, nothing is 401, and a throw is 500 without details", async (t) => {
  t.mock.method(console, "error", () => {});
  const answers = [
    [() => false, 403],
    [() => undefined, 401],
    [async () => null, 401],
    [() => 0, 401],
    [() => Promise.reject(new Error("s3cret")), 500],
    [
      () => {
        throw undefined;
      },
      500,
    ],
  ];
  for (const [authorize, status] of answers) {
    await isRefused(proxyOf(good, { authorize }), asPage(...once), status, /^(?!.*s3cret)/);
  }
});

test("authorize hears the name, the params and the context; it may choose the sub-account", async () => {
  let heard;
  const authorize = (request, call) => {
    heard = { ...call, cookie: request.headers.get("cookie") };
    return { userId: 1688000000009n };
  };
  const { proxy, requests, events } = proxyOf(good, { authorize });
  const context = { session: "bob" };
  await proxy(
    asPage("alibaba.order.get", `{"webSite":"1688","orderId":${orderId}}`, { headers: { cookie: "a=1" } }),
    context,
  );
  assert.deepEqual(heard, {
    name: "alibaba.order.get",
    params: { webSite: "1688", orderId },
    userId: null,
    context,
    cookie: "a=1",
  });
  assert.equal(requests[0].headers["user-id"], "1688000000009");
  assert.equal(events[0].userId, 1688000000009n);
});

test("a sub-account that authorize gets wrong is no other sub-account", async () => {
  for (const userId of ["", "1\r\nx: 1", {}, 3305075341149134261]) {
    const { proxy, requests } = proxyOf(good, { authorize: () => ({ userId }) });
    const { status, failure } = await refusal(proxy(asPage(...once)));
    assert.equal(status, 500);
    assert.equal(failure.name, "ConfigError");
    assert.equal(failure.sent, false);
    assert.equal(requests.length, 0);
  }
});

test("no header of the page reaches the vendor", async () => {
  const { proxy, requests } = proxyOf(good);
  const headers = {
    ...{ cookie: "session=1", authorization: "Bearer 1", "x-forwarded-for": "1", "x-own": "1" },
    ...{ "user-id": "1", "access-key": "1", signature: "1", timestamp: "1", "nonce-str": "1", "accept-language": "zh" },
  };
  await proxy(asPage(...once, { headers }));
  const { headers: direct } = clientOf(good).client.buildRequest(...once);
  assert.deepEqual(Object.keys(requests[0].headers).sort(), Object.keys(direct).sort());
  for (const name of ["user-id", "access-key"]) assert.equal(requests[0].headers[name], direct[name]);
  assert.ok(!Object.values(requests[0].headers).includes("1"));
});

test("the very same call posted twice is made once: 409, for another user, later and at the same time, too", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { proxy, requests } = proxyOf(good);
  const headers = { "x-pandapon-call": callId() };
  const twice = await Promise.all([proxy(asPage(...once, { headers })), proxy(asPage(...once, { headers }))]);
  assert.deepEqual(twice.map(({ status }) => status).sort(), [200, 409]);
  const { failure } = await refusal(proxy(asPage(...once, { headers })));
  assert.equal(failure.name, "ProxyError");
  // Of the first nothing is known here: a network that repeats requests may have lost its answer.
  assert.equal(failure.sent, true);
  assert.equal(requests.length, 1);
  assert.equal((await proxy(asPage(...once))).status, 200);
});

test("a read may come again under the same id", async () => {
  const { proxy, requests } = proxyOf(good);
  const headers = { "x-pandapon-call": callId() };
  for (let count = 0; count < 2; count++) assert.equal((await proxy(asPage(...read, { headers }))).status, 200);
  assert.equal(requests.length, 2);
});

test("ids are remembered for ten minutes, and no more than 10000 of them", (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const ids = new CallIds();
  assert.ok(ids.add("first"));
  now = 599_999;
  assert.ok(ids.add("second"));
  assert.ok(!ids.add("first"));
  now = 600_001;
  assert.ok(ids.add("first"));
  assert.ok(!ids.add("second"));
  for (let count = 0; count < 9_998; count++) assert.ok(ids.add(callId()));
  assert.ok(!ids.add("second"));
  assert.ok(ids.add("another"));
  assert.ok(ids.add("second"), "the oldest gave way");
});

test("strangers make nothing be remembered", async () => {
  let known = false;
  const { proxy } = proxyOf(good, { authorize: () => known });
  const headers = { "x-pandapon-call": callId() };
  assert.equal((await proxy(asPage(...once, { headers }))).status, 403);
  known = true;
  assert.equal((await proxy(asPage(...once, { headers }))).status, 200);
});

test("a body that is too large is 413, and no more of it is read than allowed", async () => {
  const opened = proxyOf(good, { maxBytes: 100_000 });
  let pulled = 0;
  const endless = () =>
    new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000).fill((pulled++, 32))) });
  await isRefused(opened, asPage(once[0], endless(), { headers: { "content-length": "20000000" } }), 413);
  assert.ok(pulled <= 1);
  await isRefused(opened, asPage(once[0], endless()), 413);
  assert.ok(pulled <= 13, `${pulled} pieces`);
  // Just as much as allowed.
  const padded = JSON.stringify(once[1]).padEnd(100_000);
  assert.equal((await opened.proxy(asPage(once[0], padded))).status, 200);
  await isRefused(opened, asPage(once[0], `${padded} `), 413);
});

test("20 MB over HTTP: answered while they are still being sent", async (t) => {
  const { proxy, requests } = proxyOf(good);
  const address = await serve(t, proxy);
  const socket = connect(new URL(address).port, "127.0.0.1").on("error", () => {});
  const head = Object.entries({ "content-type": "application/json", "x-pandapon-call": callId(), ...fromOwnPage });
  const lines = [`POST /api/${once[0]} HTTP/1.1`, "host: shop.example", ...head.map((pair) => pair.join(": "))];
  socket.write([...lines, "content-length: 20000000", "", "{"].join("\r\n"));
  let heard = "";
  for await (const chunk of socket) heard += chunk;
  assert.match(heard, /^HTTP\/1.1 413 /);
  assert.match(heard, /connection: close/i);
  assert.equal(requests.length, 0);
});

test("by default a picture of 1 MB fits in, as base64 in any request", async () => {
  const { proxy, requests } = proxyOf(good, {}, { routes: { "alibaba.refund.uploadVoucher": "POST /upload" } });
  const imageData = Buffer.alloc(1_048_575, 0xd8).toString("base64");
  assert.equal((await proxy(asPage("alibaba.refund.uploadVoucher", { imageData }))).status, 200);
  assert.equal(JSON.parse(requests[0].body).imageData, imageData);
});

test("a body that does not arrive is given up after half a minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const opened = proxyOf(good);
  const refused = isRefused(opened, asPage(once[0], new ReadableStream()), 408);
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  t.mock.timers.tick(30_000);
  await refused;
});

test("what is no JSON object is 400", async () => {
  const opened = proxyOf(good);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("s3cret")) });
  const bodies = ["{", "{}{}", "[]", "null", '"{}"', "1", '{"a":01}', "{'a':1}", "[".repeat(500_000), "", broken];
  for (const body of bodies) await isRefused(opened, asPage(once[0], body), 400, /^(?!.*s3cret)/);
  const notUtf8 = new ReadableStream({ start: (it) => it.enqueue(Uint8Array.of(0x7b, 0xff, 0x7d)) ?? it.close() });
  await isRefused(opened, asPage(once[0], notUtf8), 400);
});

test("params cannot change what objects are", async () => {
  const merged = [];
  const authorize = (_, { params }) => merged.push(Object.assign({}, params));
  const opened = proxyOf(good, { authorize });
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  for (const json of [
    '{"__proto__":{"isAdmin":true}}',
    '{"a":{"b":[{"__proto__":1}]}}',
    '{"\\u005f_proto__":{"isAdmin":true}}',
  ]) {
    await isRefused(opened, asPage(once[0], json), 400);
  }
  const { failure } = await refusal(opened.proxy(asPage(once[0], '{"constructor":{"prototype":{"isAdmin":true}}}')));
  assert.equal(failure.name, "ValidationError");
  assert.equal({}.isAdmin, undefined);
  assert.ok(merged.every(({ isAdmin }) => isAdmin === undefined));
  assert.equal(Object.getOwnPropertyNames(Object.prototype).length, before);
  assert.equal(opened.requests.length, 0);
});

test("numbers that JavaScript would round arrive exactly, also next to text that looks like them", async () => {
  let heard;
  const authorize = (_, { params }) => (heard = params);
  const { proxy } = proxyOf(good, { authorize });
  const text = '\\"9007199254740993\\" \\\\';
  await proxy(
    asPage(
      read[0],
      `{"a":9007199254740993,"b":-9223372036854775808,"c":[1,1.5,-2e3,1e21,0.12345678901234567890],"d":"${text}"}`,
    ),
  );
  assert.deepEqual(heard, {
    a: "9007199254740993",
    b: "-9223372036854775808",
    c: [1, 1.5, -2000, 1e21, 0.12345678901234568],
    d: '"9007199254740993" \\',
  });
});

test("too many at a time are 429 with Retry-After, and there is room again afterwards", async () => {
  const waiting = [];
  const slow = () => new Promise((resolve) => waiting.push(() => resolve(new Response(good))));
  const opened = proxyOf(slow, { maxConcurrent: 3 });
  const calls = Array.from({ length: 3 }, () => opened.proxy(asPage(...once)));
  while (waiting.length < 3) await new Promise(setImmediate);
  const { headers } = await isRefused(opened, asPage(...once), 429);
  assert.equal(headers.get("retry-after"), "1");
  for (const answer of waiting) answer();
  for (const call of calls) assert.equal((await call).status, 200);
  // Refusals, too, give their place back.
  for (let count = 0; count < 5; count++) await isRefused(opened, asPage(once[0], "{"), 400);
  const last = opened.proxy(asPage(...once));
  while (waiting.length < 4) await new Promise(setImmediate);
  waiting[3]();
  assert.equal((await last).status, 200);
});

test("audit is told of each request, refused or not; what it throws changes nothing", async (t) => {
  t.mock.method(console, "error", () => {});
  const { proxy, events } = proxyOf(['{"code":7,"msg":"no","requestId":"r7"}', good]);
  await proxy(asPage(...once));
  await proxy(asPage(...once));
  await proxy(asPage("nothing"));
  await proxy(asPage(once[0], {}));
  const told = events.map(({ duration, message, ...event }) => event);
  const [name] = once;
  assert.deepEqual(told, [
    { name, userId: null, outcome: "ApiError", status: 424, sent: true, requestId: "r7" },
    { name, userId: null, outcome: "success", status: 200, sent: true, requestId: "0a1b2c" },
    { name: null, userId: null, outcome: "ProxyError", status: 404, sent: false, requestId: null },
    { name, userId: null, outcome: "ValidationError", status: 422, sent: false, requestId: null },
  ]);
  assert.ok(events.every(({ duration }) => Number.isInteger(duration) && duration >= 0));
  const throwing = [
    () => {
      throw new Error("s3cret");
    },
    () => Promise.reject(new Error("s3cret")),
    () => new Promise(() => {}),
  ];
  for (const audit of throwing) {
    const answer = await proxyOf(good, { audit }).proxy(asPage(...once));
    assert.equal(answer.status, 200);
    assert.ok(!(await answer.text()).includes("s3cret"));
  }
});

test("a failure within the proxy is told to the page without details, and to the audit in full", async () => {
  const signer = () => Promise.reject(new Error("cannot open /etc/s3cret"));
  const fetch = () => Promise.reject(new TypeError("connect ECONNREFUSED 10.0.0.7 s3cret"));
  const cases = [
    [{ accessSecret: undefined, signer }, "SignatureError", false],
    [{ fetch, maxRetries: 0 }, "ConnectionError", true],
  ];
  for (const [clientOptions, name, sent] of cases) {
    const { proxy, events } = proxyOf(good, {}, clientOptions);
    const answer = await proxy(asPage(...once));
    const text = await answer.text();
    const { failure } = JSON.parse(text);
    assert.deepEqual([failure.name, failure.sent], [name, sent]);
    assert.ok(!text.includes("s3cret"), text);
    assert.match(events[0].message, /s3cret/);
  }
});

test("a client that fails in an unknown way is 500, in doubt, without details", async (t) => {
  t.mock.method(console, "error", () => {});
  const client = {
    call: () => {
      throw new TypeError("s3cret");
    },
  };
  const proxy = createProxy({ client, allow: ["*"], authorize: () => true });
  const { status, failure } = await refusal(proxy(asPage(...once)));
  assert.equal(status, 500);
  assert.equal(failure.name, "ProxyError");
  assert.equal(failure.sent, true);
  assert.doesNotMatch(failure.message, /s3cret/);
});

test("every answer is JSON that nobody stores or guesses the type of; neither key, secret nor signature is in one", async (t) => {
  t.mock.method(console, "error", () => {});
  const { accessKey, accessSecret } = credentials;
  const vendors = [good, "<html>", '{"code":1,"msg":"no"}', () => Promise.reject(new Error("reset"))];
  const authorizers = [() => true, () => false, () => undefined, () => Promise.reject(new Error(accessSecret))];
  const requests = [read, once, [once[0], {}], [once[0], "{"], ["nothing"], ["alibaba.refund.carriers"]];
  let seen = 0;
  for (const vendor of vendors) {
    for (const authorize of authorizers) {
      for (const request of requests) {
        const { proxy, requests: sent, events } = proxyOf(vendor, { authorize }, { maxRetries: 0 });
        const answer = await proxy(asPage(...request));
        assert.equal(answer.headers.get("content-type"), "application/json");
        assert.equal(answer.headers.get("cache-control"), "no-store");
        assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
        const all = inspect([...answer.headers]) + (await answer.text()) + inspect(events);
        const secrets = [accessKey, accessSecret, ...sent.map(({ headers }) => headers.signature)];
        for (const secret of secrets) assert.ok(!all.includes(secret));
        seen += 1;
      }
    }
  }
  assert.equal(seen, vendors.length * authorizers.length * requests.length);
});
