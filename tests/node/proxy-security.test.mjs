/** What the proxy refuses, and what it never reveals. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import { ConfigError, endpoints } from "../../pkg/index.node.js";
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

test("only listed endpoints are allowed: an endpoint, a group, or all", async () => {
  const allow = ["alibaba.refund.*", "alibaba.order.get"];
  const options = { authorize: () => true };
  for (const { name } of endpoints) {
    const { proxy, requests } = proxyOf(good, { ...options, allow });
    const isAllowed = name.startsWith("alibaba.refund.") || name === "alibaba.order.get";
    if (isAllowed) assert.notEqual((await proxy(asPage(name))).status, 403, name);
    else await isRefused({ proxy, requests }, asPage(name), 403, /the proxy does not allow/);
  }
  const everything = proxyOf(good, { allow: ["*"] });
  assert.equal((await everything.proxy(asPage(...once))).status, 200);
});

test("unsafe options are a ConfigError when the proxy is created", () => {
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
    [{ ...options, maxPending: 0.5 }, /maxPending must be/],
    [{ ...options, maxPendingBytes: 1000 }, /maxPendingBytes must not be less than maxBytes/],
    [{ ...options, bodyTimeout: -1 }, /bodyTimeout must be/],
    // A timer of this length would fire immediately.
    [{ ...options, bodyTimeout: 2 ** 31 }, /bodyTimeout must be .* to 2147483647/],
    [{ ...options, authorizeTimeout: Infinity }, /authorizeTimeout must be/],
    ...[[], "https://shop.example", ["*"], ["null"], ["shop.example"], ["https://shop.example/"], [/shop/], [""]].map(
      (origins) => [{ ...options, origins }, /origins must list origins/],
    ),
    ...["https://Shop.example", "https://shop.example:443", "ftp://shop.example", "https://*.shop.example:x"].map(
      (origin) => [{ ...options, origins: [origin] }, /origins must list origins/],
    ),
    ...[[], "shop.example", ["https://shop.example"], ["shop.example/"], ["Shop.example"], ["a@shop.example"], [7]].map(
      (hosts) => [{ ...options, hosts }, /hosts must list names/],
    ),
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
    ].map((pattern) => [{ ...options, allow: ["alibaba.order.get", pattern] }, /allow: no endpoint matches/]),
  ];
  for (const [options, says] of wrong) {
    const error = thrown(() => createProxy(options));
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

test("unknown names are 404, whatever they mean in JavaScript or in paths", async () => {
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

test("path tricks on the wire cannot reach another endpoint", async (t) => {
  const { proxy, requests, events } = proxyOf(good, { allow: ["alibaba.refund.get"] });
  const address = await serve(t, proxy);
  const head = Object.entries({ "content-type": "application/json", ...fromOwnPage }).map((pair) => pair.join(": "));
  const post = async (path) => {
    const socket = connect(new URL(address).port, "127.0.0.1");
    const lines = [`POST ${path} HTTP/1.1`, "host: shop.example", ...head, `x-pandapon-call: ${callId()}`];
    socket.write([...lines, "content-length: 2", "connection: close", "", "{}"].join("\r\n"));
    let received = "";
    for await (const chunk of socket) received += chunk;
    return Number(received.slice(9, 12));
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

test("a form of another site cannot make a call: JSON and a custom header are required", async () => {
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
  const padded = "application/json".padEnd(300);
  await isRefused(
    opened,
    asPage(...once, { headers: { "content-type": `${padded}x` } }),
    400,
    /content-type is longer/,
  );
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
    await isRefused(opened, asPage(...read, { headers }), 403, /cross-site requests are not allowed/);
    await isRefused(opened, asPage(...once, { headers }), 403, /cross-site requests are not allowed/);
  }
  const own = { "sec-fetch-site": undefined };
  assert.equal((await opened.proxy(asPage(...once, { headers: own }))).status, 200);
  // TLS may be terminated in front of the proxy.
  assert.equal(
    (await opened.proxy(asPage(...once, { headers: { ...own, origin: "http://shop.example" } }))).status,
    200,
  );
});

/** A request as a browser sends it to a server under this name, from a page that counts as the same site. */
const under = (address, { name = once[0], params = once[1], ...headers } = {}) => {
  const { origin } = new URL(address);
  return asPage(name, params, { url: `${address}/api/${name}`, headers: { origin, ...headers } });
};
const unsaid = { "sec-fetch-site": undefined };

test("DNS rebinding: a page under a foreign name that points to this server cannot make a call", async () => {
  const rebound = [
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.local",
    "evil",
  ];
  for (const host of [...rebound, "localhost.", "127.0.0.1.nip.io"]) {
    for (const headers of [{}, unsaid]) {
      for (const [name, params] of [once, read]) {
        const opened = proxyOf(good);
        await isRefused(opened, under(`http://${host}`, { name, params, ...headers }), 403, /plain HTTP/);
        assert.equal(opened.events[0].code, "unknown_origin");
      }
    }
  }
});

test("TLS, IP addresses and localhost are safe from rebinding", async () => {
  const own = ["https://shop.example", "https://shop.example:8443", "http://127.0.0.1:3000", "http://[::1]:3000"];
  for (const address of [
    ...own,
    "http://localhost",
    "http://localhost:5173",
    "http://shop.localhost",
    "http://192.168.1.7",
  ]) {
    for (const headers of [{}, unsaid])
      assert.equal((await proxyOf(good).proxy(under(address, headers))).status, 200, address);
  }
  // Behind a server that terminates TLS, which may pass on the name or not.
  for (const address of ["http://shop.example", "http://127.0.0.1:8080"]) {
    const request = under(address, { origin: "https://shop.example" });
    assert.equal((await proxyOf(good).proxy(request)).status, 200, address);
  }
});

test("origins lists the pages that may call, under whatever name they reach the proxy", async () => {
  const origins = ["https://shop.example", "http://tools.corp:8080"];
  for (const origin of origins) {
    for (const site of ["same-origin", "same-site", "cross-site", undefined]) {
      for (const address of ["https://shop.example", "http://tools.corp:8080", "http://127.0.0.1:8080"]) {
        const request = under(address, { origin, "sec-fetch-site": site });
        assert.equal((await proxyOf(good, { origins }).proxy(request)).status, 200);
      }
    }
  }
  const others = [
    "https://evil.example",
    "http://shop.example",
    "https://shop.example:8443",
    "http://tools.corp",
    "null",
    "",
  ];
  for (const origin of [
    ...others,
    "https://shop.example.evil.example",
    "HTTPS://shop.example",
    "https://shop.example/",
  ]) {
    for (const csrf of ["same-origin", () => true]) {
      const opened = proxyOf(good, { origins, csrf });
      await isRefused(opened, under("http://evil.example", { origin }), 403, /requests from this origin/);
      assert.equal(opened.events[0].code, "unknown_origin");
    }
  }
  // Requests without an origin may still read.
  const silent = { origin: undefined, ...unsaid };
  await isRefused(proxyOf(good, { origins }), under("https://shop.example", silent), 403);
  const [name, params] = read;
  assert.equal(
    (await proxyOf(good, { origins }).proxy(under("https://shop.example", { name, params, ...silent }))).status,
    200,
  );
});

test("hosts lists the names of the proxy; all other names are 421, also for reads and refusals", async () => {
  const hosts = ["shop.example", "localhost:8080", "[::1]"];
  for (const address of ["https://shop.example", "http://shop.example:81", "http://localhost:8080", "http://[::1]:9"]) {
    for (const headers of [{}, unsaid]) {
      assert.equal((await proxyOf(good, { hosts }).proxy(under(address, headers))).status, 200, address);
    }
  }
  for (const host of [
    "evil.example",
    "shop.example.evil.example",
    "localhost",
    "localhost:8081",
    "127.0.0.1",
    "shop.example.",
  ]) {
    for (const scheme of ["http", "https"]) {
      for (const csrf of ["same-origin", () => true]) {
        const opened = proxyOf(good, { hosts, csrf });
        for (const [name, params] of [once, read, ["nothing", {}]]) {
          await isRefused(opened, under(`${scheme}://${host}`, { name, params }), 421, /does not serve this host/);
        }
        assert.deepEqual(
          opened.events.map(({ name, code }) => [name, code]),
          Array(3).fill([null, "unknown_host"]),
        );
      }
    }
  }
  await isRefused(
    proxyOf(good, { hosts }),
    under("https://shop.example", { origin: "https://evil.example", ...unsaid }),
    403,
  );
  await isRefused(proxyOf(good, { hosts }), under("https://shop.example", { "sec-fetch-site": "cross-site" }), 403);
});

test("rebinding over HTTP, with only Host and Origin", async (t) => {
  const { proxy, requests } = proxyOf(good);
  const { port } = new URL(await serve(t, proxy));
  const post = async (host, origin) => {
    const socket = connect(port, "127.0.0.1");
    const body = JSON.stringify(once[1]);
    const lines = [
      `POST /api/${once[0]} HTTP/1.1`,
      `host: ${host}`,
      `origin: ${origin}`,
      "content-type: application/json",
    ];
    lines.push(`x-pandapon-call: ${callId()}`, `content-length: ${Buffer.byteLength(body)}`, "connection: close");
    socket.write([...lines, "", body].join("\r\n"));
    let received = "";
    for await (const chunk of socket) received += chunk;
    return Number(received.slice(9, 12));
  };
  assert.equal(await post("evil.example", "http://evil.example"), 403);
  assert.equal(await post(`evil.example:${port}`, `http://evil.example:${port}`), 403);
  assert.equal(await post("evil$example", "http://evil$example"), 403);
  assert.equal(requests.length, 0);
  assert.equal(await post(`127.0.0.1:${port}`, `http://127.0.0.1:${port}`), 200);
});

test("each refusal has its own code, in the response and in the audit", async (t) => {
  t.mock.method(console, "error", () => {});
  const headers = (more) => asPage(...once, { headers: more });
  const cases = [
    ["method_not_allowed", {}, new Request(`${origin}/api/${once[0]}`, { headers: fromOwnPage })],
    ["unknown_endpoint", {}, asPage("nothing")],
    ["endpoint_not_allowed", { allow: ["alibaba.order.*"] }, asPage(...once)],
    ["unsupported_media_type", {}, headers({ "content-type": "text/plain" })],
    ["invalid_call_id", {}, headers({ "x-pandapon-call": "1" })],
    ["invalid_header", {}, headers({ "x-pandapon-user": " ".repeat(2) + "a b" })],
    ["cross_site", {}, headers({ "sec-fetch-site": "cross-site" })],
    ["unknown_origin", { origins: ["https://other.example"] }, asPage(...once)],
    ["unknown_host", { hosts: ["other.example"] }, asPage(...once)],
    ["invalid_body", {}, asPage(once[0], "{")],
    ["body_too_large", { maxBytes: 1 }, asPage(...once)],
    ["body_timeout", { bodyTimeout: 1 }, asPage(once[0], new ReadableStream())],
    ["unauthenticated", { authorize: () => null }, asPage(...once)],
    ["forbidden", { authorize: () => false }, asPage(...once)],
    ["wrong_user", {}, headers({ "x-pandapon-user": "7" })],
    ["authorization_failed", { authorize: () => "yes" }, asPage(...once)],
    ["authorization_timeout", { authorize: () => new Promise(() => {}), authorizeTimeout: 1 }, asPage(...once)],
  ];
  for (const [code, options, request] of cases) {
    const { proxy, events } = proxyOf(good, options);
    const { status, failure } = await refusal(proxy(request));
    assert.deepEqual([failure.name, failure.code, failure.status, failure.sent], ["ProxyError", code, status, false]);
    assert.deepEqual([events.length, events[0].code, events[0].status], [1, code, status]);
  }
});

test("requests without an origin may read, but not more", async () => {
  const opened = proxyOf(good);
  const headers = { "sec-fetch-site": undefined, origin: undefined };
  assert.equal((await opened.proxy(asPage(...read, { headers }))).status, 200);
  await isRefused(opened, asPage(...once, { headers }), 403);
  for (const { name, safety } of endpoints.filter(({ safety }) => safety !== "read")) {
    await isRefused(opened, asPage(name, {}, { headers }), 403, /cross-site/);
    assert.notEqual(safety, "read");
  }
});

test("a check of a CSRF token can replace the check of the origin", async (t) => {
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

test("authorize: false is 403, undefined is 401, and an exception is 500 without details", async (t) => {
  t.mock.method(console, "error", () => {});
  const answers = [
    [() => false, 403],
    [() => undefined, 401],
    [async () => null, 401],
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

/** Truthy values, or objects with a kind of userId, that do not authorise. */
const doubtful = () => {
  class User {
    userId = "s3cret";
  }
  const throwing = { get: () => assert.fail("s3cret") };
  const inherited = Object.create({ userId: "s3cret" });
  return [
    new Response("s3cret", { status: 401 }),
    Response.json({ userId: "s3cret" }),
    new Error("s3cret"),
    Object.assign(new Error("forbidden"), { userId: "s3cret" }),
    ...["s3cret", "true", "", 403, 0, 1, NaN, 1n, Symbol("s3cret")],
    ...[[], ["s3cret"], [true], { ok: false }, {}, { userid: "s3cret" }, { user: { userId: "s3cret" } }],
    ...[undefined, "", {}, [], true, false, NaN, 1.5, 2 ** 53, Symbol("s3cret"), new String("s3cret")].map(
      (userId) => ({
        userId,
      }),
    ),
    ...[{ userId: Promise.resolve("s3cret") }, { userId: () => "s3cret" }, { userId: "s3cret", ok: false }],
    ...[
      { userId: "s3cret", error: "forbidden" },
      { userId: null, status: 403 },
      { userId: "1", [Symbol("a")]: 1 },
    ],
    ...[
      new Boolean(true),
      new Boolean(false),
      new Map([["userId", "s3cret"]]),
      new Set(),
      new Date(),
      new User(),
      inherited,
    ],
    ...[() => true, async () => ({ userId: "s3cret" }), class {}, /s3cret/, new Proxy(() => {}, {})],
    ...[
      new Proxy({}, { ownKeys: throwing.get }),
      new Proxy({}, { getPrototypeOf: throwing.get }),
      Proxy.revocable({}, {}),
    ],
    Object.defineProperty({}, "userId", throwing),
    Object.defineProperty({}, "constructor", throwing),
    Object.defineProperty([], "constructor", throwing),
  ];
};

test("authorize must return true or { userId }; everything else is 500 and one line in the log", async (t) => {
  const log = t.mock.method(console, "error", () => {});
  for (const answer of doubtful()) {
    for (const authorize of [() => answer, async () => answer, () => ({ then: (resolve) => resolve(answer) })]) {
      log.mock.resetCalls();
      const opened = proxyOf(good, { authorize });
      const { headers } = await isRefused(opened, asPage(...once), 500, /authorization failed$/);
      assert.equal(headers.get("content-type"), "application/json");
      assert.equal(log.mock.callCount(), 1);
      const line = log.mock.calls[0].arguments;
      assert.match(
        line.join(" "),
        /^pandapon: authorize must return true, \{ userId \}, false or nothing; it returned ./,
      );
      assert.ok(
        line.every((part) => typeof part === "string" && !part.includes("s3cret")),
        String(line),
      );
      assert.deepEqual([opened.events[0].status, opened.events[0].code], [500, "authorization_failed"]);
    }
  }
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  await isRefused(proxyOf(good, { authorize: () => revoked }), asPage(...once), 500);
});

test("authorize chooses the sub-account, or leaves it to the client", async () => {
  const { runInNewContext } = await import("node:vm");
  const yes = [
    [true, credentials.userId],
    [{ userId: null }, credentials.userId],
    [{ userId: "7" }, "7"],
    [{ userId: 7 }, "7"],
    [{ userId: 7n }, "7"],
    [Object.freeze({ userId: "7" }), "7"],
    [Object.assign(Object.create(null), { userId: "7" }), "7"],
    [runInNewContext("({ userId: '7' })"), "7"],
  ];
  for (const [answer, userId] of yes) {
    const { proxy, requests } = proxyOf(good, { authorize: async () => answer });
    assert.equal((await proxy(asPage(...once))).status, 200);
    assert.equal(requests[0].headers["user-id"], userId);
  }
});

test("csrf must return true, not another truthy value", async (t) => {
  t.mock.method(console, "error", () => {});
  for (const answer of [...doubtful(), { userId: null }, { userId: "7" }]) {
    await isRefused(proxyOf(good, { csrf: async () => answer }), asPage(...once), 500, /origin failed/);
  }
  for (const answer of [false, undefined, null]) {
    await isRefused(proxyOf(good, { csrf: () => answer }), asPage(...once), 403, /cross-site requests are not allowed/);
  }
});

test("the sub-account that a page asks for is text of limited length, and never the client's own by accident", async () => {
  const ask = (userId) => asPage(...once, { headers: { "x-pandapon-user": userId } });
  for (const userId of ["", "a b", "a, b", "a\tb", "\u00e9", "1".repeat(257)]) {
    await isRefused(proxyOf(good), ask(userId), 400, /x-pandapon-user/);
  }
  for (const userId of ["null", "undefined", "-", "true", "__proto__", "[object Object]".slice(0, 7), "0", "07"]) {
    for (const authorize of [() => true, () => ({ userId: null }), () => ({ userId: 7 })]) {
      await isRefused(proxyOf(good, { authorize }), ask(userId), 403, /other than the authorised one/);
    }
  }
});

test("authorize receives name, params and context, and may choose the sub-account", async () => {
  let received;
  const authorize = (request, call) => {
    received = { ...call, cookie: request.headers.get("cookie") };
    return { userId: 1688000000009n };
  };
  const { proxy, requests, events } = proxyOf(good, { authorize });
  const context = { session: "bob" };
  await proxy(
    asPage("alibaba.order.get", `{"webSite":"1688","orderId":${orderId}}`, { headers: { cookie: "a=1" } }),
    context,
  );
  assert.deepEqual(received, {
    name: "alibaba.order.get",
    params: { webSite: "1688", orderId },
    userId: null,
    context,
    cookie: "a=1",
  });
  assert.equal(requests[0].headers["user-id"], "1688000000009");
  assert.equal(events[0].userId, 1688000000009n);
});

test("an invalid sub-account from authorize is an error, not another sub-account", async () => {
  for (const userId of [" ", "1\r\nx: 1", "\u7b7e"]) {
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

test("a call id that is posted twice is sent once: 409 later and concurrently", async () => {
  const { proxy, requests, events } = proxyOf(good);
  const headers = { "x-pandapon-call": callId() };
  const twice = await Promise.all([proxy(asPage(...once, { headers })), proxy(asPage(...once, { headers }))]);
  assert.deepEqual(twice.map(({ status }) => status).sort(), [200, 409]);
  assert.match((await twice.find(({ status }) => status === 409).json()).failure.message, /still under way$/);
  const { failure } = await refusal(proxy(asPage(...once, { headers })));
  assert.deepEqual([failure.name, failure.code, failure.sent], ["ProxyError", "duplicate_call", true]);
  assert.match(failure.message, /was already received and was not repeated$/);
  assert.equal(requests.length, 1);
  assert.deepEqual(
    events.map(({ sent }) => sent),
    [true, true, true],
  );
  assert.equal((await proxy(asPage(...once))).status, 200);
});

test("a repetition reports the state of the first: sent, not sent, or in progress", async (t) => {
  t.mock.method(console, "error", () => {});
  const refused = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { code: "ECONNREFUSED" }));
  t.mock.method(globalThis, "fetch", refused);
  const failing = [
    ['{"code":7,"msg":"no"}', {}, true],
    ["<html>", {}, true],
    [() => Promise.reject(new Error("reset")), {}, true],
    [refused, { fetch: undefined }, false],
    [good, { accessSecret: undefined, signer: () => Promise.reject(new Error("no")) }, false],
  ];
  for (const [answer, options, sent] of failing) {
    const { proxy, requests } = proxyOf([answer, good], {}, { maxRetries: 0, ...options });
    const headers = { "x-pandapon-call": callId() };
    const first = await refusal(proxy(asPage(...once, { headers })));
    assert.equal(first.failure.sent, sent);
    const before = requests.length;
    // Not sent now either: the page knows that nothing was sent, and may have made another call meanwhile.
    const second = await refusal(proxy(asPage(...once, { headers })));
    assert.deepEqual([second.status, second.failure.code, second.failure.sent], [409, "duplicate_call", sent]);
    assert.equal(requests.length, before);
  }
  const strange = { call: () => assert.fail("s3cret") };
  const proxy = createProxy({ client: strange, allow: ["*"], authorize: () => true });
  const headers = { "x-pandapon-call": callId() };
  await proxy(asPage(...once, { headers }));
  const { status, failure } = await refusal(proxy(asPage(...once, { headers })));
  assert.deepEqual([status, failure.sent], [409, true]);
});

test("a call that was not sent does not use up its id", async () => {
  const routeless = ["alibaba.refund.carriers", {}];
  const { proxy, requests } = proxyOf(good, { authorize: (_, { params }) => params.userId !== "x" && { userId: "7" } });
  for (const [call, name] of [
    [[once[0], {}], "ValidationError"],
    [["v2.alibaba.refund.submitReturn", { nonsense: 1 }], "ValidationError"],
    [routeless, "RouteError"],
  ]) {
    const headers = { "x-pandapon-call": callId() };
    for (let count = 0; count < 2; count++) {
      const { failure } = await refusal(proxy(asPage(...call, { headers })));
      assert.ok([name, "RouteError"].includes(failure.name), failure.message);
      assert.equal(failure.sent, false);
    }
    assert.equal((await proxy(asPage(...once, { headers }))).status, 200);
  }
  assert.equal(requests.length, 3);
});

test("a repetition of a sent call never reports that nothing was sent, whatever it is refused for", async (t) => {
  t.mock.method(console, "error", () => {});
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let authorize = () => true;
  let answer;
  const vendor = () => new Promise((resolve) => (answer = () => resolve(new Response(good))));
  const options = { authorize: (...args) => authorize(...args), maxConcurrent: 1, maxBytes: 1000, csrf: () => true };
  const { proxy } = proxyOf(vendor, options, { timeout: 10_000_000 });
  const headers = { "x-pandapon-call": callId() };
  const first = proxy(asPage(...once, { headers }));
  while (!answer) await new Promise(setImmediate);
  const again = async (body = once[1]) => {
    const pending = refusal(proxy(asPage(once[0], body, { headers })));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    t.mock.timers.tick(60_000);
    return pending;
  };
  const answers = [() => true, () => false, () => undefined, () => "?", () => new Promise(() => {})];
  const bodies = [once[1], "{", " ".repeat(1001), new ReadableStream(), "[1]"];
  const seen = new Set();
  for (const [verdict, body] of [
    ...answers.map((verdict) => [verdict, undefined]),
    ...bodies.map((body) => [answers[0], body]),
  ]) {
    authorize = verdict;
    const { status, failure } = await again(body);
    assert.deepEqual([failure.name, failure.sent], ["ProxyError", true], `${status}`);
    seen.add(failure.code);
  }
  answer();
  assert.equal((await first).status, 200);
  authorize = () => false;
  assert.equal((await again()).failure.sent, true);
  assert.ok(seen.size >= 7, [...seen].join());
  // Another call of the same user gets the right answer, too.
  const { failure } = await refusal(proxy(asPage(...once)));
  assert.equal(failure.sent, false);
});

test("a read may be repeated with the same id", async () => {
  const { proxy, requests } = proxyOf(good);
  const headers = { "x-pandapon-call": callId() };
  for (let count = 0; count < 2; count++) assert.equal((await proxy(asPage(...read, { headers }))).status, 200);
  assert.equal(requests.length, 2);
});

test("ids are remembered for ten minutes after the call has ended", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  let answer;
  const slow = () => new Promise((resolve) => (answer = () => resolve(new Response(good))));
  const { proxy, requests } = proxyOf([slow, good], {}, { timeout: 2_000_000 });
  const headers = { "x-pandapon-call": callId() };
  const again = async () => (await proxy(asPage(...once, { headers }))).status;
  const first = proxy(asPage(...once, { headers }));
  while (!answer) await new Promise(setImmediate);
  now = 1_000_000;
  assert.equal(await again(), 409);
  answer();
  assert.equal((await first).status, 200);
  now = 1_599_999;
  assert.equal((await proxy(asPage(...once))).status, 200);
  assert.equal(await again(), 409);
  now = 1_600_001;
  assert.equal(await again(), 200);
  assert.equal(requests.length, 3);
});

test("no user can make the proxy forget call ids: a user with too many has to wait", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  let calls = 0;
  const client = { call: () => ({ withResponse: async () => ({ status: 200, data: ++calls }) }) };
  const authorize = ({ headers }) => ({ userId: headers.get("x-user") });
  const proxy = createProxy({ client, allow: ["*"], authorize });
  const post = (user, id = callId()) => {
    const headers = { "x-pandapon-call": id, "x-user": user };
    return proxy(asPage(once[0], "{}", { headers }));
  };
  const id = callId();
  assert.equal((await post("ann", id)).status, 200);
  const statuses = new Map();
  const first = callId();
  await post("bob", first);
  for (let count = 0; count < 10_500; count++) {
    const { status } = await post("bob");
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual(
    [...statuses],
    [
      [200, 9999],
      [429, 501],
    ],
  );
  assert.equal(calls, 10_001);
  assert.equal((await post("ann", id)).status, 409);
  assert.equal((await post("bob", first)).status, 409);
  assert.equal((await post("ann")).status, 200);
  // Ids belong to users: this call is not Ann's.
  assert.equal((await post("ann", first)).status, 200);
  assert.equal((await post("ann", first)).status, 409);
  now = 600_001;
  assert.equal((await post("bob")).status, 200);
  assert.equal((await post("ann", id)).status, 200);
});

test("unsent calls take no memory: after thousands of mistakes, calls still work", async () => {
  const invalid = Object.assign(new Error("no"), { name: "ValidationError", sent: false, issues: [] });
  let reply = () => Promise.reject(invalid);
  const proxy = createProxy({ client: { call: () => ({ withResponse: reply }) }, allow: ["*"], authorize: () => true });
  for (let count = 0; count < 10_100; count++) assert.equal((await proxy(asPage(once[0], "{}"))).status, 422);
  reply = async () => ({ status: 200 });
  assert.equal((await proxy(asPage(once[0], "{}"))).status, 200);
});

test("unauthorised requests are not remembered", async () => {
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
  assert.ok(pulled <= 13, `${pulled} chunks`);
  // Exactly the maximum.
  const padded = JSON.stringify(once[1]).padEnd(100_000);
  assert.equal((await opened.proxy(asPage(once[0], padded))).status, 200);
  await isRefused(opened, asPage(once[0], `${padded} `), 413);
});

test("20 MB over HTTP: refused while they are still being sent", async (t) => {
  const { proxy, requests } = proxyOf(good);
  const address = await serve(t, proxy);
  const socket = connect(new URL(address).port, "127.0.0.1").on("error", () => {});
  const head = Object.entries({ "content-type": "application/json", "x-pandapon-call": callId(), ...fromOwnPage });
  const lines = [`POST /api/${once[0]} HTTP/1.1`, "host: shop.example", ...head.map((pair) => pair.join(": "))];
  socket.write([...lines, "content-length: 20000000", "", "{"].join("\r\n"));
  let received = "";
  for await (const chunk of socket) received += chunk;
  assert.match(received, /^HTTP\/1.1 413 /);
  assert.match(received, /connection: close/i);
  assert.equal(requests.length, 0);
});

test("by default a picture of 1 MB as base64 is accepted", async () => {
  const { proxy, requests } = proxyOf(good, {}, { routes: { "alibaba.refund.uploadVoucher": "POST /upload" } });
  const imageData = Buffer.alloc(1_048_575, 0xd8).toString("base64");
  assert.equal((await proxy(asPage("alibaba.refund.uploadVoucher", { imageData }))).status, 200);
  assert.equal(JSON.parse(requests[0].body).imageData, imageData);
});

test("a body that does not arrive is abandoned after half a minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const opened = proxyOf(good);
  const refused = isRefused(opened, asPage(once[0], new ReadableStream()), 408);
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  t.mock.timers.tick(30_000);
  await refused;
});

test("a body that is not a JSON object is 400", async () => {
  const opened = proxyOf(good);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("s3cret")) });
  const bodies = ["{", "{}{}", "[]", "null", '"{}"', "1", '{"a":01}', "{'a':1}", "[".repeat(500_000), "", broken];
  for (const body of bodies) await isRefused(opened, asPage(once[0], body), 400, /^(?!.*s3cret)/);
  const notUtf8 = new ReadableStream({ start: (it) => it.enqueue(Uint8Array.of(0x7b, 0xff, 0x7d)) ?? it.close() });
  await isRefused(opened, asPage(once[0], notUtf8), 400);
});

test("params cannot pollute prototypes", async () => {
  const merged = [];
  const authorize = (_, { params }) => merged.push(Object.assign({}, params)) > 0;
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
  let received;
  const authorize = (_, { params }) => {
    received = params;
  };
  const { proxy } = proxyOf(good, { authorize });
  const text = '\\"9007199254740993\\" \\\\';
  await proxy(
    asPage(
      read[0],
      `{"a":9007199254740993,"b":-9223372036854775808,"c":[1,1.5,-2e3,1e21,0.12345678901234567890],"d":"${text}"}`,
    ),
  );
  assert.deepEqual(received, {
    a: "9007199254740993",
    b: "-9223372036854775808",
    c: [1, 1.5, -2000, 1e21, 0.12345678901234568],
    d: '"9007199254740993" \\',
  });
});

test("too many concurrent calls are 429 with Retry-After, until others have ended", async () => {
  const waiting = [];
  const slow = () => new Promise((resolve) => waiting.push(() => resolve(new Response(good))));
  const opened = proxyOf(slow, { maxConcurrent: 3 });
  const calls = Array.from({ length: 3 }, () => opened.proxy(asPage(...once)));
  while (waiting.length < 3) await new Promise(setImmediate);
  const { headers } = await isRefused(opened, asPage(...once), 429);
  assert.equal(headers.get("retry-after"), "1");
  for (const answer of waiting) answer();
  for (const call of calls) assert.equal((await call).status, 200);
  // Refusals release their places, too.
  for (let count = 0; count < 5; count++) await isRefused(opened, asPage(once[0], "{"), 400);
  const last = opened.proxy(asPage(...once));
  while (waiting.length < 4) await new Promise(setImmediate);
  waiting[3]();
  assert.equal((await last).status, 200);
});

test("audit receives each request, refused or not, and its exceptions have no effect", async (t) => {
  t.mock.method(console, "error", () => {});
  const { proxy, events } = proxyOf(['{"code":7,"msg":"no","requestId":"r7"}', good]);
  await proxy(asPage(...once));
  await proxy(asPage(...once));
  await proxy(asPage("nothing"));
  await proxy(asPage(once[0], {}));
  const audited = events.map(({ duration, message, ...event }) => event);
  const [name] = once;
  assert.deepEqual(audited, [
    { name, userId: null, outcome: "ApiError", code: null, status: 424, sent: true, requestId: "r7" },
    { name, userId: null, outcome: "success", code: null, status: 200, sent: true, requestId: "0a1b2c" },
    {
      name: null,
      userId: null,
      outcome: "ProxyError",
      code: "unknown_endpoint",
      status: 404,
      sent: false,
      requestId: null,
    },
    { name, userId: null, outcome: "ValidationError", code: null, status: 422, sent: false, requestId: null },
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

test("an internal failure is reported to the page without details, and to the audit in full", async () => {
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

test("whatever a client returns or throws, the page gets JSON with the outcome in doubt, and the audit is called", async (t) => {
  t.mock.method(console, "error", () => {});
  const cyclic = {};
  cyclic.self = cyclic;
  const reply = (more) => () => ({ withResponse: async () => ({ status: 200, code: 200, data: {}, ...more }) });
  const throwing = { get: () => assert.fail("s3cret") };
  const api = { name: "ApiError", message: "no", sent: true, code: 7 };
  const reject = (error) => () => ({ withResponse: () => Promise.reject(error) });
  const clients = [
    ...[reply({ data: 7n }), reply({ data: { a: [7n] } }), reply({ data: cyclic }), reply({ code: 7n })],
    ...[reply({ data: Object.defineProperty({}, "a", { enumerable: true, ...throwing }) })],
    ...[() => undefined, () => ({}), () => ({ withResponse: 1 }), () => ({ withResponse: async () => undefined })],
    ...[undefined, null, "s3cret", 7n, Symbol("s3cret"), {}, [], () => {}, new Error("s3cret")].map(reject),
    ...["constructor", "__proto__", "toString", ["ApiError"], "success", "ProxyError"].map((name) =>
      reject({ ...api, name }),
    ),
    ...[undefined, "false", 0, null].map((sent) => reject({ ...api, sent })),
    ...[reject({ ...api, code: 7n }), reject({ ...api, issues: cyclic }), reject(new Proxy({}, throwing))],
    reject(Object.defineProperty({}, "name", throwing)),
    reject(Object.defineProperty({ ...api }, "message", throwing)),
    () => {
      throw undefined;
    },
  ];
  for (const call of clients) {
    for (const [index, request] of [once, read].entries()) {
      const events = [];
      const proxy = createProxy({
        client: { call },
        allow: ["*"],
        authorize: () => true,
        audit: (event) => events.push(event),
      });
      const { status, failure } = await refusal(proxy(asPage(...request)));
      assert.deepEqual([status, failure.name, failure.sent], [500, "ProxyError", true], `${call} ${index}`);
      assert.doesNotMatch(failure.message, /s3cret/);
      assert.deepEqual([events.length, events[0].code, events[0].sent], [1, "internal_error", true]);
    }
  }
});

test("a failure before the client is called is certainly not sent", async (t) => {
  t.mock.method(console, "error", () => {});
  // Such as a check that wrongly reads the body.
  for (const csrf of [({ body }) => Boolean(body.getReader()), async (request) => Boolean(await request.text())]) {
    const opened = proxyOf(good, { csrf });
    await isRefused(opened, asPage(...once), 500, /nothing was sent/);
    assert.equal(opened.events[0].code, "internal_error");
  }
  const opened = proxyOf(good);
  const broken = { method: "POST", url: "not an address", headers: new Headers() };
  assert.equal((await refusal(opened.proxy(broken))).failure.sent, false);
  assert.equal(opened.requests.length, 0);
});

test("an invalid status, or one without a body, becomes 200", async () => {
  for (const status of [100, 101, 199, 204, 205, 304, 600, 999, 0, -1, NaN, "200", undefined]) {
    const client = { call: () => ({ withResponse: async () => ({ status, code: 200, data: { a: 1 } }) }) };
    const answer = await createProxy({ client, allow: ["*"], authorize: () => true })(asPage(...once));
    assert.equal(answer.status, 200);
    assert.deepEqual((await answer.json()).data, { a: 1 });
  }
});

test("the page gets only the known fields of an error, and nothing else", async () => {
  const error = {
    name: "ApiError",
    message: "no",
    sent: true,
    code: 7,
    msg: "m",
    requestId: "r",
    developId: "d",
    status: 200,
  };
  const inner = {
    cause: new Error("s3cret"),
    stack: "s3cret",
    headers: { "set-cookie": "s3cret" },
    request: { a: "s3cret" },
  };
  const client = {
    call: () => ({ withResponse: () => Promise.reject({ ...error, ...inner, toJSON: () => "s3cret" }) }),
  };
  const { failure } = await refusal(createProxy({ client, allow: ["*"], authorize: () => true })(asPage(...once)));
  assert.deepEqual(failure, error);
});

test("an audit that hangs blocks nothing, and each outcome is reported once", async () => {
  let audits = 0;
  const { proxy } = proxyOf(good, { audit: () => new Promise(() => (audits += 1)) });
  const answers = await Promise.all(
    [asPage(...once), asPage(...read), asPage("nothing"), asPage(once[0], "{")].map((it) => proxy(it)),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 404, 400],
  );
  assert.equal(audits, 4);
});

test("every response is JSON without caching or sniffing, and contains no key, secret or signature", async (t) => {
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
