/** Bad input: refused with a message that says what to do, before anything is sent, and the next call works. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { Client, ConfigError, PandaponError, RouteError, ValidationError, yuanToFen } from "../../pkg/index.node.js";
import { clientOf, credentials, failure, success, thrown } from "./support/vendor.mjs";

const refund = {
  orderId: "3305075341149134261",
  orderEntryIds: ["3305075341150134261"],
  disputeRequest: "returnRefund",
  applyPayment: 3600,
  applyCarriage: 0,
  applyReasonId: "20021",
  description: "colour differs",
  goodsStatus: "refundBuyerReceived",
};

const cyclic = { ...refund };
cyclic.orderEntryCountList = [{ id: "1", count: cyclic }];

const throwing = {
  get description() {
    throw new Error("the getter's own words");
  },
};

const trap = () => {
  throw new Error("the proxy's own words");
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const endless = () => ({
  get deeper() {
    return endless();
  },
});
let deep = [];
for (let depth = 0; depth < 100_000; depth++) deep = [deep];
const detached = new ArrayBuffer(8);
const view = new Uint8Array(detached);
structuredClone(detached, { transfer: [detached] });

/** Title, bad request, and path, code and message of the expected issue. */
const cases = [
  // Wrong types.
  ["text for a list", { ...refund, orderEntryIds: "1" }, "orderEntryIds", "type", /must be an array, not a string/],
  ["a number for text", { ...refund, description: 5 }, "description", "type", /must be a string, not the number 5/],
  ["true for a choice", { ...refund, goodsStatus: true }, "goodsStatus", "type", /must be a string, not true/],
  ["an object for an id", { ...refund, orderId: {} }, "orderId", "type", /must be an id.*not an object/],
  ["text for an amount", { ...refund, applyPayment: "36.00" }, "applyPayment", "type", /amount in fen.*not a string/],
  ["half a fen", { ...refund, applyPayment: 1.5 }, "applyPayment", "type", /whole number.*not the number 1.5/],
  ["a negative amount", { ...refund, applyPayment: -1 }, "applyPayment", "too_small", /is -1; the minimum is 0/],
  ["NaN", { ...refund, applyPayment: NaN }, "applyPayment", "type", /is not a finite number/],
  ["Infinity", { ...refund, applyCarriage: Infinity }, "applyCarriage", "type", /is not a finite number/],
  ["a rounded id", { ...refund, applyReasonId: 2 ** 60 }, "applyReasonId", "unsafe_number", /as strings or bigints/],
  ["a Date", { ...refund, description: new Date(0) }, "description", "type", /is a Date.*yyyy-MM-dd HH:mm:ss/],
  ["half a pair of surrogates", { ...refund, description: "a\ud800b" }, "description", "type", /half a character/],
  ["a Map", { ...refund, description: new Map([["a", 1]]) }, "description", "type", /is a Map, not a plain object/],
  ["a Set", { ...refund, vouchers: new Set(["https://a.b/c.jpg"]) }, "vouchers", "type", /is a Set/],
  ["a RegExp", { ...refund, description: /x/ }, "description", "type", /is a RegExp/],
  ["a Promise", { ...refund, orderId: Promise.resolve("1") }, "orderId", "type", /is a Promise/],
  ["a function", { ...refund, description: () => "x" }, "description", "type", /function or a symbol, which cannot/],
  ["a symbol", { ...refund, description: Symbol("x") }, "description", "type", /function or a symbol, which cannot/],
  ["bytes for text", { ...refund, orderEntryIds: new Uint8Array(2) }, "orderEntryIds", "type", /must be an array/],
  // Missing, unknown, empty.
  ["nothing", undefined, "orderId", "missing", /orderId is required; disputeRequest is required/],
  ["null for a param", { ...refund, orderId: null }, "orderId", "missing", /orderId is required/],
  ["undefined for a param", { ...refund, orderId: undefined }, "orderId", "missing", /orderId is required/],
  ["a misspelt param", { ...refund, descripton: "x" }, "descripton", "unknown", /did you mean description\?/],
  ["an unknown param", { ...refund, zzz: 1 }, "zzz", "unknown", /is not a known member; set allowUnknown/],
  [
    "an unknown nested field",
    { ...refund, orderEntryCountList: [{ id: 1, cuont: 1 }] },
    "orderEntryCountList[0].cuont",
    "unknown",
    /did you mean count/,
  ],
  ["a param in another case", { ...refund, OrderId: "1" }, "OrderId", "unknown", /did you mean orderId\?/],
  ["an empty id", { ...refund, orderId: "" }, "orderId", "empty", /must not be empty/],
  [
    "an empty text",
    { ...refund, description: "" },
    "description",
    "too_small",
    /description is 0 characters long; the minimum is 2/,
  ],
  ["an empty choice", { ...refund, goodsStatus: "" }, "goodsStatus", "empty", /must not be empty/],
  // Limits and rules of the vendor.
  [
    "too long a text",
    { ...refund, description: "字".repeat(151) },
    "description",
    "too_big",
    /is 151 characters long; the maximum is 150/,
  ],
  [
    "too many vouchers",
    { ...refund, vouchers: Array(6).fill("https://a.b/c.jpg") },
    "vouchers",
    "too_big",
    /has 6 items; the maximum is 5/,
  ],
  [
    "a value outside of a closed list",
    { ...refund, goodsStatus: "lost" },
    "goodsStatus",
    "invalid_option",
    /must be one of refundWaitSellerSend, .*not "lost"/,
  ],
  [
    "a return of goods that were not received",
    { ...refund, goodsStatus: "refundWaitBuyerReceive" },
    "disputeRequest",
    "constraint",
    /only with goods that were received/,
  ],
  // Objects that are hostile to their reader.
  ["a cyclic object", cyclic, "orderEntryCountList[0].count", "cyclic", /contains itself/],
  [
    "a getter that throws",
    Object.defineProperties({ ...refund }, Object.getOwnPropertyDescriptors(throwing)),
    "description",
    "unreadable",
    /getter threw/,
  ],
  [
    "a proxy that throws on reading",
    { ...refund, orderId: new Proxy({ a: 1 }, { get: trap }) },
    "orderId.a",
    "unreadable",
    /getter threw/,
  ],
  [
    "a proxy that throws on listing",
    { ...refund, orderId: new Proxy({}, { ownKeys: trap }) },
    "orderId",
    "unreadable",
    /listing its members threw/,
  ],
  [
    "a proxy of an array that throws",
    { ...refund, orderEntryIds: new Proxy([1], { get: trap }) },
    "orderEntryIds",
    "unreadable",
    /could not be read/,
  ],
  ["a revoked proxy", { ...refund, orderEntryIds: revoked }, "orderEntryIds", "unreadable", /revoked proxy/],
  ["a proxy of bytes", { ...refund, orderId: new Proxy(new Uint8Array(2), {}) }, "orderId", "type", /must be an id/],
  [
    "an array with a hole",
    { ...refund, orderEntryIds: ["1", , "3"] },
    "orderEntryIds[1]",
    "missing",
    /array has a hole/,
  ],
  [
    "an array of four billion holes",
    { ...refund, orderEntryIds: new Array(2 ** 32 - 1) },
    "orderEntryIds[0]",
    "missing",
    /array has a hole/,
  ],
  [
    "infinitely many getters",
    { ...refund, orderId: endless() },
    `orderId${".deeper".repeat(31)}`,
    "too_deep",
    /nested deeper than 32 levels/,
  ],
  [
    "infinitely nested arrays",
    { ...refund, orderId: deep },
    `orderId${"[0]".repeat(31)}`,
    "too_deep",
    /nested deeper than 32 levels/,
  ],
  // Not a plain object.
  ["null", null, "", "type", /the request must be an object, not null/],
  ["text", "orderId=1", "", "type", /the request must be an object, not a string/],
  ["a number", 7, "", "type", /the request must be an object, not the number 7/],
  ["an array", [refund], "", "type", /the request must be an object, not an array/],
  ["a function in place of the request", () => refund, "", "type", /the request is a function/],
  ["a Map in place of the request", new Map(Object.entries(refund)), "", "type", /the request is a Map/],
  ["a revoked proxy in place of the request", revoked, "", "unreadable", /the request could not be read/],
];

for (const [what, params, path, code, sentence] of cases) {
  test(`${what}: ${path || "the request"} is refused, nothing is sent, and the next call works`, async () => {
    const { client, requests } = clientOf(success('{"refundId":"TQ1"}'));
    const promise = client.alibaba.refund.create(params);
    assert.ok(promise instanceof Promise, "a failure is never thrown synchronously");
    const error = await failure(promise);
    assert.ok(error instanceof ValidationError && error instanceof PandaponError && error instanceof Error);
    assert.equal(error.name, "ValidationError");
    const issue = error.issues.find((issue) => issue.path === path);
    assert.ok(issue, `no issue at ${path}: ${JSON.stringify(error.issues)}`);
    assert.equal(issue.code, code);
    assert.ok(error.message.startsWith("alibaba.refund.create: "));
    assert.ok(error.message.includes(issue.message));
    assert.match(error.message, sentence);
    assert.equal(error.sent, false);
    assert.equal(requests.length, 0);
    assert.deepEqual(await client.alibaba.refund.create(refund), { refundId: "TQ1" });
    assert.equal(requests.length, 1);
  });
}

test("all issues are reported together, each with its path on the wire", async () => {
  const { client } = clientOf(success());
  const { issues } = await failure(
    client.alibaba.refund.create({
      ...refund,
      orderId: "one",
      orderEntryIds: ["1", NaN, "three"],
      orderEntryCountList: [
        { id: "1", count: 1 },
        { id: "2", count: "2" },
      ],
      description: "x",
      note: "",
    }),
  );
  assert.deepEqual(issues.map(({ path }) => path).sort(), [
    "description",
    "note",
    "orderEntryCountList[1].count",
    "orderEntryIds[1]",
    "orderEntryIds[2]",
    "orderId",
  ]);
});

test("a thousand bad calls do not affect the module", async () => {
  const { client, requests } = clientOf(success('{"refundId":"TQ1"}'));
  for (let round = 0; round < 1000 / cases.length; round++) {
    for (const [, params] of cases) await failure(client.alibaba.refund.create(params));
  }
  assert.deepEqual(await client.alibaba.refund.create(refund), { refundId: "TQ1" });
  assert.equal(requests.length, 1);
});

test("objects of another realm and objects without a prototype are plain objects", async () => {
  const { client, requests } = clientOf(success('{"refundId":"TQ1"}'));
  const foreign = runInNewContext("text => JSON.parse(text)");
  await client.alibaba.refund.create(foreign(JSON.stringify(refund)));
  await client.alibaba.refund.create(Object.assign(Object.create(null), refund));
  assert.equal(requests[0].body, requests[1].body);
  const headers = foreign('{"x-trace":"1"}');
  const other = new Client({ ...credentials, headers });
  assert.equal(other.buildRequest("alibaba.refund.get", { refundId: "TQ1" }).headers["x-trace"], "1");
});

test("a picture can be bytes of any kind or base64, but not a transferred buffer", async () => {
  const { client, requests } = clientOf(success(), { routes: { "alibaba.refund.uploadVoucher": "POST /voucher" } });
  const bytes = Uint8Array.of(255, 216, 255, 217);
  const padded = Uint8Array.of(0, 255, 216, 255, 217, 0);
  const pictures = [
    bytes,
    bytes.buffer,
    Buffer.from(bytes),
    padded.subarray(1, 5),
    runInNewContext("Uint8Array.of(255, 216, 255, 217)"),
    "/9j/2Q==",
  ];
  for (const imageData of pictures) await client.alibaba.refund.uploadVoucher({ imageData });
  for (const { body } of requests) assert.equal(body, '{"imageData":"/9j/2Q=="}');
  const tooLarge = [new Uint8Array(2 ** 20), new Uint8Array(2 ** 30)];
  for (const imageData of [view, detached, "data:image/jpeg;base64,/9j/2Q==", ...tooLarge]) {
    const error = await failure(client.alibaba.refund.uploadVoucher({ imageData }));
    assert.ok(error instanceof ValidationError);
    assert.equal(error.issues[0].path, "imageData");
  }
  assert.equal(requests.length, pictures.length);
});

test("allowUnknown sends params that are not in the catalogue", async () => {
  const { client, requests } = clientOf(success(), { allowUnknown: true });
  await client.alibaba.refund.get({ refundId: "TQ1", needTimeOutInfo: true, later: undefined });
  assert.equal(requests[0].body, '{"refundId":"TQ1","needTimeOutInfo":true}');
});

test("an unknown endpoint is refused with the nearest name", async () => {
  const { client, requests } = clientOf(success());
  const error = await failure(client.call("alibaba.refund.crate", refund));
  assert.ok(error instanceof RouteError);
  assert.equal(error.sent, false);
  assert.match(error.message, /"alibaba\.refund\.crate" is not an endpoint; the nearest is alibaba\.refund\.create/);
  for (const name of [undefined, null, 7, Symbol("x"), {}]) {
    assert.ok((await failure(client.call(name, refund))) instanceof ConfigError);
  }
  assert.equal(requests.length, 0);
});

const wrongCallOptions = [
  ["text", "fast", /options must be an object/],
  ["timeout 0", { timeout: 0 }, /timeout must be between 1 and 2147483647/],
  ["timeout NaN", { timeout: NaN }, /timeout must be a whole number/],
  ["a timeout beyond timers", { timeout: 2 ** 31 }, /timeout must be a whole number|timeout must be between/],
  ["a timeout as text", { timeout: "5s" }, /timeout must be a whole number/],
  ["maxRetries -1", { maxRetries: -1 }, /maxRetries must be a whole number/],
  ["maxRetries 0.5", { maxRetries: 0.5 }, /maxRetries must be a whole number/],
  ["maxRetries Infinity", { maxRetries: Infinity }, /maxRetries must be a whole number/],
  ["a signal that is not one", { signal: {} }, /signal must be an AbortSignal/],
  ["an AbortController instead of its signal", { signal: new AbortController() }, /signal must be an AbortSignal/],
  ["headers as Headers", { headers: new Headers({ "x-trace": "1" }) }, /headers must be a plain object/],
  ["headers as Map", { headers: new Map([["x-trace", "1"]]) }, /headers must be a plain object/],
  [
    "a header that is not a string",
    { headers: { "x-trace": 1 } },
    /headers must be a plain object whose values are strings/,
  ],
  ["an empty user", { userId: "" }, /userId must be/],
  ["a rounded user", { userId: 2 ** 60 }, /userId must be a string, a bigint or a safe integer/],
  [
    "a getter that throws",
    {
      get timeout() {
        throw new Error("own words");
      },
    },
    /timeout could not be read: its getter threw/,
  ],
];

for (const [what, options, sentence] of wrongCallOptions) {
  test(`options of a call, ${what}: refused, nothing is sent, and the next call works`, async () => {
    const { client, requests } = clientOf(success());
    const error = await failure(client.alibaba.refund.get({ refundId: "TQ1" }, options));
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, sentence);
    assert.equal(error.sent, false);
    assert.equal(requests.length, 0);
    await client.alibaba.refund.get({ refundId: "TQ1" });
  });
}

const wrongOptions = [
  ["none", undefined, /accessKey must be given/],
  ["text", "key", /options must be an object/],
  ["no secret", { ...credentials, accessSecret: undefined }, /accessSecret must be given, .* or else a signer/],
  ["secret and signer", { ...credentials, signer: () => "" }, /either accessSecret or signer/],
  ["an empty secret", { ...credentials, accessSecret: "" }, /accessSecret must not be empty/],
  ["a secret that is not a string", { ...credentials, accessSecret: 5 }, /accessSecret must be a string/],
  ["a key with a line break", { ...credentials, accessKey: "k\r\nx: y" }, /accessKey must be visible ASCII/],
  ["no user", { ...credentials, userId: undefined }, /userId must be given/],
  ["a user with a line break", { ...credentials, userId: "1\n2" }, /userId must be/],
  ["a Date as user", { ...credentials, userId: new Date() }, /userId must be/],
  ["an address without scheme", { ...credentials, baseUrl: "api.pandapon.com" }, /baseUrl must be an address/],
  ["an address with a query", { ...credentials, baseUrl: "https://a.b/?c" }, /baseUrl must be an address/],
  ["an address with a user", { ...credentials, baseUrl: "https://u:p@a.b" }, /baseUrl must be an address/],
  ["a fetch that is not a function", { ...credentials, fetch: "fetch" }, /fetch must be a function/],
  ["a hook that is not a function", { ...credentials, onRequest: "log" }, /onRequest must be a function/],
  ["a logger that is not an object", { ...credentials, logger: "console" }, /logger must be an object/],
  ["another unit", { ...credentials, timestampUnit: "minutes" }, /timestampUnit must be "seconds" or "milliseconds"/],
  ["a flag that is not a boolean", { ...credentials, allowUnknown: "yes" }, /allowUnknown must be true or false/],
  ["headers as Headers", { ...credentials, headers: new Headers({ a: "b" }) }, /headers must be a plain object/],
  ["routes as Map", { ...credentials, routes: new Map([["a", "b"]]) }, /routes must be a plain object/],
  [
    "a getter that throws",
    {
      ...credentials,
      get baseUrl() {
        throw new Error(credentials.accessSecret);
      },
    },
    /options could not be read: a getter threw/,
  ],
  ["a proxy that throws", new Proxy({}, { ownKeys: trap }), /options could not be read/],
];

test("invalid options of a client are refused by the constructor, with a message that names the option", async (t) => {
  for (const [what, options, sentence] of wrongOptions) {
    await t.test(what, () => {
      // Not spread, which would run the getter.
      const error = thrown(() => new Client(options));
      assert.ok(error instanceof ConfigError, String(error));
      assert.match(error.message, sentence);
      assert.equal(error.sent, false);
      assert.ok(!error.message.includes(credentials.accessSecret));
    });
  }
});

const wrongRequests = [
  ["not an object", 7, /request must be an object/],
  ["no method", { path: "/x" }, /method must be "GET" or "POST"/],
  ["another method", { method: "DELETE", path: "/x" }, /method must be "GET" or "POST"/],
  ["no path", { method: "GET" }, /path must be given/],
  ["a path without slash", { method: "GET", path: "x" }, /path must begin with a slash/],
  [
    "a path with a line break",
    { method: "GET", path: "/x\r\ny" },
    /path must begin with a slash and hold no white space/,
  ],
  ["a body with GET", { method: "GET", path: "/x", body: {} }, /GET request has no body/],
  ["a query that is a list", { method: "GET", path: "/x", query: [1] }, /query must be a plain object/],
  [
    "an unknown member",
    { method: "POST", path: "/x", params: {} },
    /no member "params", only method, path, query, body/,
  ],
  ["members that cannot be listed", new Proxy({}, { ownKeys: trap }), /request could not be read/],
  ["another safety", { method: "GET", path: "/x", safety: "maybe" }, /safety must be "read", "idempotent" or "once"/],
];

for (const [what, request, sentence] of wrongRequests) {
  test(`request() with ${what}: refused, nothing is sent`, async () => {
    const { client, requests } = clientOf(success());
    const error = await failure(client.request(request));
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, sentence);
    assert.equal(requests.length, 0);
  });
}

test("half a pair of surrogates is refused in names, too; a whole pair is sent", async () => {
  const { client, requests } = clientOf(success());
  for (const body of [{ "a\udc00": 1 }, { a: ["\ud83d"] }]) {
    const { issues } = await failure(client.request({ method: "POST", path: "/x", body }));
    assert.deepEqual(
      issues.map(({ code }) => code),
      ["type"],
    );
  }
  assert.equal(requests.length, 0);
  await client.request({ method: "POST", path: "/x", body: { "\u{1f600}": "\u{1f600}\\ud800" } });
  assert.deepEqual(JSON.parse(requests[0].body), { "\u{1f600}": "\u{1f600}\\ud800" });
});

/** A proxy that answers every access, and counts them. */
function counted(target, get) {
  const reads = { count: 0 };
  const read = (_, name, receiver) => {
    reads.count++;
    return get(name, receiver);
  };
  return { reads, value: new Proxy(target, { get: read }) };
}

const numbered = (count, name, value) => Object.fromEntries(Array.from({ length: count }, (_, i) => [name(i), value]));
const list = (count, item) => Array.from({ length: count }, item);
const throwing100 = Array.from({ length: 20_000 });
for (const index of throwing100.keys()) Object.defineProperty(throwing100, index, { get: trap });

/** Values with an issue for each of their parts. */
const hostile = {
  "800 times 1e400 under a name of 10 KB": { ["n".repeat(10_000)]: list(800, () => 1e400) },
  "a list of 1e400": { orderEntryIds: list(80_000, () => 1e400) },
  "a list of rounded numbers": { orderEntryIds: list(80_000, () => 2 ** 60) },
  "a list of functions": { orderEntryIds: list(80_000, () => trap) },
  "a list of Dates": { orderEntryIds: list(50_000, () => new Date(0)) },
  "a list of lists with holes": { orderEntryIds: list(50_000, () => [,]) },
  "a list of texts": { orderEntryIds: list(80_000, () => "one") },
  "a list of numbers where records are": { orderEntryCountList: list(80_000, () => 0) },
  "a list of records of unknown members": { orderEntryCountList: list(50_000, () => ({ x: 1 })) },
  "a list of records with mistakes": { orderEntryCountList: list(20_000, () => ({ id: "one", count: "2", cuont: 1 })) },
  "a list of lists": { orderEntryIds: list(50_000, () => []) },
  "a sparse list": { orderEntryIds: Object.assign([], { 4_000_000_000: 1 }) },
  "a list of getters that throw": { orderEntryIds: throwing100 },
  "an object in place of a list": { orderEntryIds: numbered(50_000, String, 1) },
  "a text in place of a list": { orderEntryIds: "1,".repeat(100_000) },
  "bytes in place of a list": { orderEntryIds: new Float64Array(50_000) },
  "unknown members": numbered(50_000, (i) => `member${i}`, 1),
  "unknown members like a known one": numbered(50_000, (i) => `descriptio${i}`, 1),
  "long names like known ones": numbered(100, (i) => `${"description".repeat(2000)}${i}`, 1),
  "names of control characters": numbered(1000, (i) => `\n\u0000\u001b[2J${i}`, 1e400),
  "names of quotes": numbered(1000, (i) => `"\\'${i}`, 1e400),
  "names of emoji and halves of pairs": numbered(1000, (i) => `${"🙂".repeat(40)}\ud83d${i}`, 1e400),
  "a proxy of many members": new Proxy(
    {},
    {
      ownKeys: () => list(50_000, (_, i) => `m${i}`),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: trap,
    },
  ),
  "an object of toJSON": { orderEntryIds: list(50_000, () => ({ toJSON: () => "1" })) },
  "classes of long names": {
    orderEntryIds: list(1000, () => ({ __proto__: { constructor: { name: "C".repeat(10_000) } } })),
  },
  "a long text for each": {
    orderId: "9".repeat(300_000),
    goodsStatus: "x".repeat(300_000),
    applyPayment: 10n ** 9999n,
  },
};

for (const [what, members] of Object.entries(hostile)) {
  test(`${what}: at most 100 issues and the number of others, in short messages`, async () => {
    const { client, requests } = clientOf(success('{"refundId":"TQ1"}'));
    for (const params of what.startsWith("a proxy") ? [members] : [{ ...refund, ...members }, members]) {
      const error = await failure(client.alibaba.refund.create(params));
      assert.ok(error instanceof ValidationError, String(error).slice(0, 200));
      assert.equal(error.sent, false);
      assert.ok(error.issues.length <= 101, `${error.issues.length} issues`);
      assert.ok(error.message.length < 40_000, `${error.message.length} characters`);
      assert.doesNotMatch(error.message, /\p{Cc}/u);
      for (const { path, message } of error.issues) {
        assert.ok(path.length < 200, path);
        assert.ok(message.length < 500, message);
      }
      const counts = error.issues.filter(({ code }) => code === "more");
      assert.deepEqual(counts, error.issues.slice(100), "only the last one has a count");
      for (const { path, message } of counts) {
        assert.equal(path, "");
        assert.match(message, /^and [1-9]\d* more$/);
      }
    }
    assert.equal(requests.length, 0);
    assert.deepEqual(await client.alibaba.refund.create(refund), { refundId: "TQ1" });
  });
}

test("issues beyond the hundredth are counted, whether JavaScript or the core found them", async () => {
  const { client } = clientOf(success());
  for (const item of [1e400, 2 ** 60, "one", {}]) {
    const { issues } = await failure(
      client.alibaba.refund.create({ ...refund, orderEntryIds: list(1234, () => item) }),
    );
    assert.equal(issues.length, 101);
    assert.equal(issues[99].path, "orderEntryIds[99]");
    assert.deepEqual(issues[100], { path: "", code: "more", message: "and 1134 more", got: 1134 });
  }
  // JavaScript finds a part of them and the core the others, none twice.
  const orderEntryIds = list(120, (_, index) => (index % 2 ? NaN : "one"));
  const { issues } = await failure(client.alibaba.refund.create({ ...refund, orderEntryIds }));
  assert.equal(new Set(issues.map(({ path }) => path)).size, 101);
  assert.equal(issues[100].message, "and 20 more");
});

test("paths have the same form from JavaScript and from the core", async () => {
  const { client } = clientOf(success());
  const name = `a\n${"b".repeat(100)}`;
  const found = (value) => failure(client.alibaba.refund.create({ ...refund, [name]: value }));
  const [byJavaScript, byCore] = [await found(NaN), await found(1)];
  assert.equal(byJavaScript.issues.length, 1);
  assert.equal(byJavaScript.issues[0].path, byCore.issues[0].path);
  assert.equal(byCore.issues[0].path, `a\ufffd${"b".repeat(62)}…`);
});

test("a request beyond maxRequestBytes is refused with both sizes, at the param that exceeds it", async () => {
  const { client, requests } = clientOf(success(), { maxRequestBytes: 10_000, allowUnknown: true });
  const cases = [
    [{ refundId: "7".repeat(10_001) }, "refundId"],
    [{ refundId: "1", more: list(5001, () => 0) }, "more[4993]"],
    [{ refundId: "1", more: { less: new Uint8Array(2 ** 26) } }, "more.less"],
    [{ refundId: "\u0000".repeat(1700) }, "refundId"],
    [{ refundId: "1", ["n".repeat(10_001)]: 1 }, `${"n".repeat(64)}…`],
    [{ refundId: "1", more: numbered(1000, (i) => `member${i}`, true) }, /^more\.member\d+$/],
    // The size is that of the UTF-8 that is sent.
    [{ refundId: "字".repeat(3334) }, ""],
  ];
  for (const [params, path] of cases) {
    for (const call of [
      client.alibaba.refund.get(params),
      client.request({ method: "POST", path: "/x", body: params }),
    ]) {
      const error = await failure(call);
      assert.ok(error instanceof ValidationError, String(error).slice(0, 200));
      assert.equal(error.sent, false);
      const [issue] = error.issues;
      assert.equal(issue.code, "too_big");
      assert.deepEqual([issue.limit, issue.unit], [10_000, "bytes"]);
      const { path: found } = issue;
      const expected = found.replace(/^body\.?/, "");
      if (path instanceof RegExp) assert.match(expected, path);
      else if (!expected.startsWith("more[")) assert.equal(expected, path);
      const [, size, most] = /(\d+) bytes(?: of JSON text)?; the maximum is (\d+) \(option maxRequestBytes\)/.exec(
        issue.message,
      );
      assert.equal(most, "10000");
      assert.ok(Number(size) > 10_000, issue.message);
      assert.ok(error.message.length < 500);
    }
  }
  assert.equal(requests.length, 0);
});

test("a request of exactly maxRequestBytes is sent", async () => {
  const url = "https://api.pandapon.com/alibaba/refund/info";
  for (const params of [{ refundId: "7" }, { refundId: "7", more: [[], {}, [1, "2", null, true], { a: { b: [] } }] }]) {
    const size = url.length + JSON.stringify(params).length;
    const { client, requests } = clientOf(success(), { maxRequestBytes: size, allowUnknown: true });
    await client.alibaba.refund.get(params);
    assert.equal(requests[0].body, JSON.stringify(params));
    const other = clientOf(success(), { maxRequestBytes: size - 1, allowUnknown: true });
    const error = await failure(other.client.alibaba.refund.get(params));
    assert.match(error.message, new RegExp(`the request has ${size} bytes; the maximum is ${size - 1}`));
    assert.equal(other.requests.length, 0);
    // For another user, too.
    assert.ok((await failure(other.client.withUser("2").alibaba.refund.get(params))) instanceof ValidationError);
  }
});

test("the default maximum of a request is 16 MiB", async () => {
  const { client, requests } = clientOf(success());
  await client.alibaba.refund.get({ refundId: "7".repeat(16_000_000) });
  assert.match((await failure(client.alibaba.refund.get({ refundId: "7".repeat(17_000_000) }))).message, /is 16777216/);
  assert.equal(requests.length, 1);
});

test("infinite params are read only up to the maximum size of a request", async () => {
  const { client } = clientOf(success(), { maxRequestBytes: 100_000 });
  const endlessList = counted([], (name) => (name === "length" ? Infinity : 0));
  const lists = counted([], (name) => (name === "length" ? 2 ** 40 : [[]]));
  const throwing = counted([], (name) => (name === "length" ? 2 ** 40 : trap()));
  for (const { value, reads } of [endlessList, lists, throwing]) {
    const error = await failure(client.alibaba.refund.create({ ...refund, orderEntryIds: value }));
    assert.ok(error instanceof ValidationError);
    assert.ok(reads.count < 200_000, `${reads.count} reads`);
    assert.equal(error.issues[0].code, "too_big");
  }
  for (const length of [{ valueOf: trap }, Symbol("length"), "3", null]) {
    const { value } = counted([], (name) => (name === "length" ? length : 0));
    const error = await failure(client.alibaba.refund.create({ ...refund, orderEntryIds: value }));
    assert.equal(error.issues[0].code, "unreadable");
  }
});

test("a long endpoint name is refused immediately, and cut in the message", async () => {
  const { client, requests } = clientOf(success());
  for (const name of ["x".repeat(10_000), "alibaba.order.create".repeat(50_000), "\n".repeat(100)]) {
    const error = await failure(client.call(name, refund));
    assert.ok(error instanceof RouteError);
    assert.ok(error.message.length < 120, error.message);
    assert.match(error.message, /…" is not an endpoint$/);
  }
  assert.equal(requests.length, 0);
});

test("options of megabytes are refused with a short message", async () => {
  const long = "x".repeat(2 ** 20);
  const megabytes = "x".repeat(2 ** 21);
  const many = (count) => numbered(count, (i) => `x-${i}`, "1");
  const cases = [
    ...["accessKey", "accessSecret", "userId", "baseUrl", "timestampUnit"].flatMap((name) => [
      { [name]: long },
      { [name]: megabytes },
    ]),
    { headers: { "x-a": long } },
    { headers: { [long]: "1" } },
    { headers: { [`${long.slice(1000)} `]: "1" } },
    { headers: { "x-a": "1".repeat(65_537) } },
    { headers: many(101) },
    { headers: many(50_000) },
    { headers: megabytes },
    { routes: { [long.slice(1000)]: "POST /x" } },
    { routes: { "alibaba.refund.reasons": long.slice(1000) } },
    { routes: { "alibaba.refund.reasons": `POST /{${long.slice(1000)}}` } },
    { routes: numbered(10_000, (i) => `alibaba.refund.${i}`, "POST /x") },
    { routes: numbered(100_000, (i) => `alibaba.refund.${i}`, "POST /x") },
    { maxRequestBytes: 0 },
    { maxRequestBytes: 2 ** 28 + 1 },
    { maxRequestBytes: "16 MiB" },
    { maxRequestBytes: list(10_000, () => 1e400) },
  ];
  for (const options of cases) {
    const error = thrown(() => new Client({ ...credentials, ...options }));
    assert.ok(error instanceof ConfigError || error instanceof RouteError, String(error).slice(0, 300));
    assert.ok(error.message.length < 300, error.message.slice(0, 400));
  }
  assert.ok(new Client({ ...credentials, headers: many(100) }));
  const { client, requests } = clientOf(success());
  for (const options of [{ userId: long }, { headers: many(101) }, { userId: megabytes }]) {
    const error = await failure(client.alibaba.refund.get({ refundId: "TQ1" }, options));
    assert.ok(error instanceof ConfigError);
    assert.ok(error.message.length < 300);
  }
  for (const request of [
    { method: "GET", path: `/${long}` },
    { method: long, path: "/x" },
  ]) {
    const error = await failure(client.request(request));
    assert.ok(error instanceof ConfigError);
    assert.ok(error.message.length < 300);
  }
  assert.equal(requests.length, 0);
});

test("invalid amounts are cut in the error", () => {
  for (const amount of ["9".repeat(100_000), "x".repeat(100_000), `0.${"1".repeat(100_000)}`, "90071992547409.93"]) {
    assert.ok(thrown(() => yuanToFen(amount)).message.length < 200);
  }
});
