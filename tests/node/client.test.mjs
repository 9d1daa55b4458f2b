/** The package's surface: the catalogue, methods, options, hooks, and clients side by side. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as pandapon from "../../pkg/index.node.js";
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

const { ApiError, Client, ConfigError, PandaponError, RouteError, endpoints } = pandapon;
const good = success('{"refundId":"TQ1"}');
const entry = fileURLToPath(new URL("../../pkg/index.node.js", import.meta.url));

test("endpoints is the catalogue: named, routed, frozen", () => {
  assert.ok(Object.isFrozen(endpoints));
  assert.equal(new Set(endpoints.map(({ name }) => name)).size, endpoints.length);
  for (const endpoint of endpoints) {
    assert.ok(Object.isFrozen(endpoint));
    const { name, method, path, safety, provenance, generation, title } = endpoint;
    assert.match(name, /^(v2\.|ka\.)?([a-z]+\.){1,2}[a-z][A-Za-z]+$/);
    assert.ok(["GET", "POST"].includes(method), name);
    assert.ok(path === null ? provenance === "unrouted" : path.startsWith("/"), name);
    assert.ok(["read", "idempotent", "once"].includes(safety), name);
    assert.ok(["documented", "client", "derived", "unrouted"].includes(provenance), name);
    assert.equal(generation, /^(v2|ka)\./.exec(name)?.[1] ?? "v1");
    assert.ok(title.length > 0, name);
  }
  assert.equal(endpoints.length, 174);
});

test("the client has a method for every endpoint, in its groups, and no others", () => {
  const { client } = clientOf(good);
  const names = [];
  const walk = (group, path) => {
    for (const [step, member] of Object.entries(group)) {
      if (typeof member === "function") names.push([...path, step].join("."));
      else walk(member, [...path, step]);
    }
  };
  walk(client, []);
  assert.deepEqual(names.sort(), endpoints.map(({ name }) => name).sort());
  assert.equal(client.alibaba.refund.create.name, "alibaba.refund.create");
  assert.equal(client.alibaba.refund, client.alibaba.refund, "a group is created once");
});

test("a method, call() and a detached method are equivalent", async () => {
  const { client, requests } = clientOf(good);
  const [name, params] = once;
  const { create } = client.alibaba.refund;
  const answers = await Promise.all([client.alibaba.refund.create(params), client.call(name, params), create(params)]);
  assert.deepEqual(answers, Array(3).fill({ refundId: "TQ1" }));
  assert.equal(new Set(requests.map(({ url, body }) => url + body)).size, 1);
});

test("withResponse returns the data and the rest of the response", async () => {
  const { client } = clientOf({ body: good, headers: { "X-Trace": "7" } });
  const { headers, ...reply } = await client.call(...once).withResponse();
  assert.deepEqual(reply, {
    data: { refundId: "TQ1" },
    requestId: "0a1b2c",
    code: 200,
    msg: "success",
    developId: "1688",
    status: 200,
  });
  assert.equal(headers["x-trace"], "7");
});

test("withResponse reports a failure once: no rejection is left unhandled", () => {
  const script = `
    import { Client } from ${JSON.stringify(entry)};
    const fetch = async () => new Response("", { status: 404 });
    const client = new Client({ ...${JSON.stringify(credentials)}, fetch });
    const call = () => client.call(...${JSON.stringify(once)});
    const names = [];
    await call().withResponse().catch((error) => names.push(error.name));
    await call().catch((error) => names.push(error.name));
    const both = call();
    await Promise.all([both.withResponse().catch((e) => names.push(e.name)), both.catch((e) => names.push(e.name))]);
    await new Promise((done) => setTimeout(done, 50));
    console.log(names.join(" "));
  `;
  const run = ["--input-type=module", "--unhandled-rejections=strict", "--eval", script];
  const output = execFileSync(process.execPath, run, { encoding: "utf8" });
  assert.equal(output.trim(), "ApiError ApiError ApiError ApiError");
});

test("withUser creates a client for another sub-account and does not change the first", async () => {
  const { client, requests } = clientOf(good, { baseUrl: "https://www.xportcn.com/api/" });
  const other = client.withUser(1688000000002n);
  assert.ok(other instanceof Client);
  await client.call(...once);
  await other.call(...once);
  await other.call(...once, { userId: "1688000000003" });
  assert.deepEqual(
    requests.map(({ headers }) => headers["user-id"]),
    ["1688000000001", "1688000000002", "1688000000003"],
  );
  assert.ok(requests.every(({ url }) => url === "https://www.xportcn.com/api/alibaba/refund/detail/create"));
  for (const userId of [undefined, "", {}, 2 ** 60]) {
    assert.ok(thrown(() => client.withUser(userId)) instanceof ConfigError);
  }
});

test("an endpoint whose path is not public: RouteError names the option, the page and its title", async () => {
  const { client, requests } = clientOf(good);
  const unrouted = endpoints.filter(({ path }) => path === null);
  assert.equal(unrouted.length, 76);
  for (const { name, method, title } of unrouted) {
    const error = await failure(client.call(name, {}));
    assert.ok(error instanceof RouteError && error instanceof PandaponError);
    assert.equal(error.sent, false);
    assert.ok(error.message.includes(`"${title}"`));
    assert.ok(error.message.includes(`routes: { "${name}": "${method} /…" }`));
  }
  const { message } = await failure(client.alibaba.refund.reasons());
  assert.match(message, /https:\/\/doc-en\.pandapon\.com\/api-263477654/);
  assert.equal(requests.length, 0);
});

test("routes adds or replaces a path, with method and placeholders", async () => {
  const { client, requests } = clientOf(success("[]"), {
    routes: {
      "alibaba.refund.carriers": "GET /my/carriers",
      "alibaba.refund.reasons": "GET /my/reasons/{orderId}",
      "alibaba.refund.get": "GET /my/refund/{refundId}/detail",
    },
  });
  await client.alibaba.refund.carriers();
  await client.alibaba.refund.reasons({ orderId, orderEntryIds: ["1", "2"], goodsStatus: "refundBuyerReceived" });
  await client.alibaba.refund.get({ refundId: "TQ/1?" });
  assert.deepEqual(
    requests.map(({ method, url }) => `${method} ${url.replace("https://api.pandapon.com", "")}`),
    [
      "GET /my/carriers",
      `GET /my/reasons/${orderId}?orderEntryIds=1&orderEntryIds=2&goodsStatus=refundBuyerReceived`,
      "GET /my/refund/TQ%2F1%3F/detail",
    ],
  );
});

test("routes are validated by the constructor", () => {
  const wrong = [
    ["alibaba.refund.reason", "POST /x", /not an endpoint; the nearest is alibaba\.refund\.reasons/],
    ["alibaba.refund.get", "/x", /write a method and a path/],
    ["alibaba.refund.get", "PUT /x", /methods are GET and POST/],
    ["alibaba.refund.get", "POST x", /must begin with one slash/],
    ["alibaba.refund.get", "POST //elsewhere.example/x", /must begin with one slash/],
    ["alibaba.refund.get", "POST /x?y=1", /no spaces, query or fragment/],
    ["alibaba.refund.get", "POST /x/{orderId}", /\{orderId\} is not a member of the request/],
    ["alibaba.refund.get", "POST /x/{refundId", /braces of a placeholder do not match/],
  ];
  for (const [name, route, sentence] of wrong) {
    const error = thrown(() => new Client({ ...credentials, routes: { [name]: route } }));
    assert.ok(error instanceof RouteError, String(error));
    assert.match(error.message, sentence);
  }
});

test("headers of a call override the client's; system headers cannot be set", async () => {
  const { client, requests } = clientOf(good, { headers: { "X-Trace": "client", "x-shop": "1" } });
  await client.call(...once, { headers: { "x-trace": "call", "content-type": "application/json; charset=utf-8" } });
  const { headers } = requests[0];
  assert.equal(headers["x-trace"], "call");
  assert.equal(headers["x-shop"], "1");
  assert.equal(headers["content-type"], "application/json; charset=utf-8");
  for (const name of ["access-key", "Timestamp", "NONCE-STR", "user-id", "Signature"]) {
    assert.match(thrown(() => new Client({ ...credentials, headers: { [name]: "1" } })).message, /cannot be given/);
    assert.ok((await failure(client.call(...once, { headers: { [name]: "1" } }))) instanceof ConfigError);
  }
  for (const [name, value] of [
    ["x", "1\r\nsignature: 2"],
    ["x\r\ny", "1"],
    ["", "1"],
    ["x y", "1"],
    ["x", "中"],
    ["x", "\0"],
  ]) {
    assert.ok(thrown(() => new Client({ ...credentials, headers: { [name]: value } })) instanceof ConfigError);
  }
  assert.equal(requests.length, 1);
});

test("hooks receive each request, response and retry", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const events = [];
  const note = (kind) => (event) => events.push({ kind, ...event });
  const hooks = { onRequest: note("request"), onResponse: note("response"), onRetry: note("retry") };
  const broken = () => Promise.reject(new TypeError("fetch failed"));
  const { client } = clientOf([{ status: 503, body: "" }, broken, good], hooks);
  await skipPauses(t, client.call(...read));
  assert.deepEqual(
    events.map(({ kind, attempt, status }) => [kind, attempt, status].filter(Boolean).join(" ")),
    ["request 1", "response 1 503", "retry 1", "request 2", "retry 2", "request 3", "response 3 200"],
  );
  const [request, , retry, , second] = events;
  assert.equal(request.endpoint, "alibaba.order.get");
  assert.equal(request.method, "POST");
  assert.equal(request.url, "https://api.pandapon.com/alibaba/order/detail");
  assert.equal(request.headers.signature, "********");
  assert.equal(request.body, `{"webSite":"1688","orderId":"${orderId}"}`);
  assert.equal(typeof retry.pause, "number");
  assert.match(second.error, /fetch failed/);
});

test("hooks and loggers that throw, synchronously or later, have no effect on the call or the process", () => {
  const script = `
    import { Client } from ${JSON.stringify(entry)};
    const messages = [];
    const boom = () => { throw new Error("boom"); };
    const later = async () => { throw new Error("later"); };
    const busy = () => new Response("", { status: 503, headers: { "retry-after": "0" } });
    const answers = [busy, () => new Response(${JSON.stringify(good)})];
    const noting = { error: (_, error) => messages.push(error.message) };
    const loggers = [undefined, ...[boom, later].map((log) => ({ debug: log, warn: log, error: log })), noting];
    for (const hook of [boom, later]) {
      const hooks = { onRequest: hook, onResponse: hook, onRetry: hook };
      for (const logger of loggers) {
        let count = 0;
        const fetch = async () => answers[count++]();
        const client = new Client({ ...${JSON.stringify(credentials)}, fetch, logger, ...hooks });
        const data = await client.call(...${JSON.stringify(read)});
        if (data.refundId !== "TQ1" || count !== 2) throw new Error("the call did not end well");
      }
    }
    await new Promise((done) => setTimeout(done, 20));
    console.log(messages.join(" "));
  `;
  const run = ["--input-type=module", "--unhandled-rejections=strict", "--eval", script];
  const output = execFileSync(process.execPath, run, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  assert.equal(output.trim(), [...Array(5).fill("boom"), ...Array(5).fill("later")].join(" "));
});

test("a logger writes names, paths and statuses; no query, no body, no header", async () => {
  const lines = [];
  const logger = { debug: (line) => lines.push(line) };
  const { client } = clientOf(success(), { logger });
  await client.alibaba.order.payUrl({ orderId });
  assert.deepEqual(lines, [
    "pandapon: alibaba.order.payUrl, try 1: GET /alibaba/order/pay/url",
    "pandapon: alibaba.order.payUrl, try 1: HTTP 200",
  ]);
});

test("clients are independent: each has its own keys, address, routes and responses", async () => {
  const clients = Array.from({ length: 20 }, (_, index) => {
    const { fetch, requests } = vendor(success(`{"refundId":"TQ${index}"}`));
    const own = { accessKey: `0123456789abcdef${index}`, accessSecret: `secret${index}`, userId: String(index) };
    return { index, requests, client: new Client({ ...own, fetch, baseUrl: `https://v${index}.example` }) };
  });
  await Promise.all(
    clients.flatMap(({ client, index }) =>
      Array.from({ length: 10 }, async () => {
        assert.deepEqual(await client.call(...once), { refundId: `TQ${index}` });
      }),
    ),
  );
  for (const { requests, index } of clients) {
    assert.equal(requests.length, 10);
    for (const { url, headers } of requests) {
      assert.ok(url.startsWith(`https://v${index}.example/`));
      assert.equal(headers["access-key"], `0123456789abcdef${index}`);
      assert.equal(headers["user-id"], String(index));
    }
  }
});

test("a hundred concurrent calls, some of which fail, have independent results", async () => {
  const fetch = async (url, { body }) => {
    const id = Number(JSON.parse(body).refundId.slice(2));
    await new Promise((done) => setTimeout(done, id % 7));
    if (id % 3 === 0) return new Response("", { status: 404 });
    return new Response(success(`{"refundId":"TQ${id}"}`));
  };
  const { client } = clientOf(good, { fetch });
  const calls = Array.from({ length: 100 }, (_, id) => client.alibaba.refund.get({ refundId: `TQ${id}` }));
  for (const [id, result] of (await Promise.allSettled(calls)).entries()) {
    if (id % 3 === 0) assert.ok(result.reason instanceof ApiError);
    else assert.deepEqual(result.value, { refundId: `TQ${id}` });
  }
});

test("memory stays flat over 100,000 requests, and over thousands of clients and failures", () => {
  // In its own process, so that nothing else grows the wasm memory. A memory never shrinks: its size is its peak.
  const script = `
    const memories = [];
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...parameters) {
      const instance = new Instance(...parameters);
      memories.push(instance.exports.memory);
      return instance;
    };
    const { Client } = await import(${JSON.stringify(entry)});
    const credentials = ${JSON.stringify(credentials)};
    const client = new Client(credentials);
    const call = ${JSON.stringify(once)};
    const work = async (rounds) => {
      for (let round = 0; round < rounds; round++) {
        client.buildRequest(...call);
        if (round % 10 === 0) try { client.buildRequest("alibaba.refund.create", { orderId: NaN }); } catch {}
        if (round % 50 === 0) client.withUser("2");
        if (round % 1000 === 0) await new Promise(setImmediate);
      }
    };
    await work(2000);
    global.gc();
    const before = memories[0].buffer.byteLength;
    await work(100_000);
    console.log(memories.length, memories[0].buffer.byteLength - before);
  `;
  const run = ["--expose-gc", "--input-type=module", "--eval", script];
  const [count, growth] = execFileSync(process.execPath, run, { encoding: "utf8" }).trim().split(" ").map(Number);
  assert.equal(count, 1);
  assert.ok(growth <= 1 << 20, `grew by ${growth} bytes`);
});

test("require() loads the same exports as import, with classes and errors of its own", async () => {
  const require = createRequire(new URL("../../pkg/package.json", import.meta.url));
  const required = require("pandapon");
  assert.deepEqual(
    Object.keys(required)
      .filter((name) => name !== "__esModule")
      .sort(),
    Object.keys(pandapon).sort(),
  );
  assert.deepEqual(required.endpoints, endpoints);
  const { fetch } = vendor(good);
  const client = new required.Client({ ...credentials, fetch });
  assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  assert.ok((await failure(client.call("alibaba.refund.create", {}))) instanceof required.ValidationError);
  const { createSandbox } = require("pandapon/sandbox");
  const shop = new required.Client({ ...createSandbox() });
  assert.equal((await shop.alibaba.order.list({})).totalRecord, 0);
});

test("init() returns a resolved promise", async () => {
  assert.equal(await pandapon.init(), undefined);
});

test("a secret in a page or a worker is refused unless the option allows it; a signer is accepted", () => {
  const page = "globalThis.window = globalThis; globalThis.document = {};";
  // There is no window, but a browser's user agent.
  const worker = 'Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Mozilla/5.0 (X11)" } });';
  const script = (place) => `
    ${place}
    const { Client } = await import(${JSON.stringify(entry)});
    const { accessKey, accessSecret, userId } = ${JSON.stringify(credentials)};
    const outcome = (options) => {
      try { new Client(options); return "made"; } catch (error) { return error.name + " " + error.message; }
    };
    console.log(JSON.stringify([
      outcome({ accessKey, accessSecret, userId }),
      outcome({ accessKey, accessSecret, userId, dangerouslyAllowBrowser: false }),
      outcome({ accessKey, accessSecret, userId, dangerouslyAllowBrowser: true }),
      outcome({ accessKey, userId, signer: async () => "A" }),
      outcome({ signer: "proxy", baseUrl: "https://shop.example/api" }),
    ]));
  `;
  for (const place of [page, worker]) {
    const program = ["--input-type=module", "--eval", script(place)];
    const output = execFileSync(process.execPath, program, { encoding: "utf8" });
    const [refused, alsoRefused, ...others] = JSON.parse(output);
    assert.match(
      refused,
      /^ConfigError an accessSecret in a page .* signer: "proxy" .* a signer function .* dangerouslyAllowBrowser: true$/,
    );
    assert.ok(!refused.includes(credentials.accessSecret));
    assert.equal(alsoRefused, refused);
    assert.deepEqual(others, ["made", "made", "made"]);
  }
});
