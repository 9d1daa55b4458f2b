/** Bad responses: each causes an error of the right class that describes the response, and the next call works. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, ConnectionError, DecodeError, PandaponError } from "../../pkg/index.node.js";
import { clientOf, failure, once, orderId, read, success } from "./support/vendor.mjs";

const html = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>";
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

const undecodable = [
  ["HTML", html, /not JSON: it begins with .*502 Bad Gateway/],
  ["nothing", "", /not JSON: it is empty/],
  ["blanks", " \n ", /not JSON/],
  ["JSON that is cut off", '{"requestId":"1","code":200,"data":{"refundId":"TQ', /not JSON/],
  ["JSON that is cut off after a number", '{"code":200,"data":{"id":3305075341149134261', /not JSON/],
  ["two JSON texts", `${success()}${success()}`, /not JSON/],
  ["bytes that are not UTF-8", bytes('{"code":200,"data":{"refundId":"TQ', [0xff, 0xfe], '"}}'), /not JSON/],
  ["a character that is cut in two", bytes('{"code":200,"data":{"refundId":"', [0xe8, 0xae], '"}}'), /not JSON/],
  ["a list", "[1,2]", /not the vendor's envelope/],
  ["null", "null", /not the vendor's envelope/],
  ["a number", "42", /not the vendor's envelope/],
  ["a text", '"OK"', /not the vendor's envelope/],
  ["true", "true", /not the vendor's envelope/],
  ["an object without code", '{"refundId":"TQ1"}', /it has no code/],
  ["a code that is not a number", '{"code":"OK","data":{}}', /it has no code/],
  ["a code that is an object", '{"code":{},"data":{}}', /it has no code|not the vendor's envelope/],
  ["a code that is null", '{"code":null,"data":{}}', /it has no code/],
  ["no data", '{"code":200,"requestId":"r1"}', /success without data/],
  ["null as data", '{"code":200,"requestId":"r1","data":null}', /success without data/],
  ["a million brackets", "[".repeat(1_000_000), /not JSON/],
];

for (const [what, body, sentence] of undecodable) {
  test(`${what} with HTTP 200: DecodeError, and the next call works`, async () => {
    const { client, requests } = clientOf([{ body }, success('{"refundId":"TQ1"}')]);
    const error = await failure(client.call(...once));
    assert.ok(error instanceof DecodeError && error instanceof PandaponError);
    assert.equal(error.name, "DecodeError");
    assert.equal(error.status, 200);
    assert.equal(error.sent, true);
    assert.match(error.message, sentence);
    assert.match(error.message, /^alibaba\.refund\.create: .*look up its outcome before repeating it/);
    assert.equal(requests.length, 1, "an order that may exist is not created again");
    assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  });
}

test("the error has the vendor's request id, for its support", async () => {
  const { client } = clientOf('{"code":200,"requestId":"r-17","data":null}');
  assert.equal((await failure(client.call(...read))).requestId, "r-17");
});

test("null as data is accepted where the documented data is only true or false", async () => {
  const { client } = clientOf(['{"code":200,"data":null}', success("true")]);
  const cancel = { webSite: "1688", orderId, cancelReason: "other" };
  assert.equal(await client.alibaba.order.cancel(cancel), null);
  assert.equal(await client.alibaba.order.cancel(cancel), true);
});

test("a byte order mark is ignored", async () => {
  const { client } = clientOf({ body: `\uFEFF${success('{"refundId":"TQ1"}')}` });
  assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { refundId: "TQ1" });
});

test("data nested a hundred thousand levels deep is returned", async () => {
  const { client } = clientOf(success(`${"[".repeat(100_000)}${"]".repeat(100_000)}`));
  assert.ok(Array.isArray(await client.call(...read)));
  assert.ok(Array.isArray(await client.call(...read)));
});

test("a code other than 200 is a refusal: ApiError with all fields of the envelope", async () => {
  const { client } = clientOf('{"requestId":"r-1","code":5011,"developId":42,"msg":"amount too high","data":null}');
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ApiError && error instanceof PandaponError);
  const { name, code, msg, requestId, developId, status, sent } = error;
  assert.deepEqual(
    { name, code, msg, requestId, developId, status, sent },
    {
      name: "ApiError",
      code: 5011,
      msg: "amount too high",
      requestId: "r-1",
      developId: "42",
      status: 200,
      sent: true,
    },
  );
  assert.equal(error.message, "alibaba.refund.create: amount too high (code 5011, HTTP 200, requestId r-1)");
});

test("an envelope of nulls is classified by its code", async () => {
  const { client } = clientOf('{"requestId":null,"code":"500","developId":null,"msg":null,"data":null}');
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ApiError);
  assert.deepEqual([error.code, error.msg, error.requestId, error.developId], [500, null, null, null]);
  assert.match(error.message, /no reason given \(code 500, HTTP 200\)/);
});

const statuses = [
  [400, '{"code":400,"msg":"bad"}', 400, "refusal"],
  [401, "", null, "gateway"],
  [403, html, null, "gateway"],
  [404, '{"error":"Not Found"}', null, "gateway"],
  [401, '{"requestId":"r1","code":401,"msg":"no such key"}', 401, "authentication"],
  [403, '{"requestId":"r1","code":5011,"msg":"not yours"}', 5011, "authentication"],
  [429, html, null, "rateLimit"],
  [500, '{"requestId":"r1","code":5011,"msg":"system error"}', 5011, "refusal"],
  // Without the platform's id, or with the status as code, a gateway may have written it.
  [500, '{"code":500,"msg":"system error"}', null, "gateway"],
  [500, '{"requestId":"r1","code":500,"msg":"system error"}', null, "gateway"],
  [500, '{"requestId":null,"code":500,"developId":null,"msg":null,"data":null}', null, "gateway"],
  [502, '{"code":-1,"data":{}}', null, "gateway"],
  [502, html, null, "gateway"],
  // A success code does not count with an error status.
  [500, success('{"refundId":"TQ1"}'), 200, "gateway"],
  // Gateways use codes, too.
  [504, '{"code":504,"message":"The upstream server is timing out"}', null, "gateway"],
  [504, '{"code":504,"error":"Gateway Timeout"}', null, "gateway"],
];

for (const [status, body, code, kind] of statuses) {
  test(`HTTP ${status} with ${body.slice(0, 24) || "nothing"}: ApiError, a ${kind}, sent once`, async () => {
    const { client, requests } = clientOf({ status, body });
    const error = await failure(client.call(...once));
    assert.ok(error instanceof ApiError);
    assert.equal(error.kind, kind);
    assert.equal(error.status, status);
    assert.equal(error.code, code);
    assert.equal(error.sent, true);
    assert.match(error.message, new RegExp(`HTTP ${status}`));
    const isInDoubt = kind === "gateway" && status >= 500;
    assert.equal(/may have reached the vendor, so look up its outcome/.test(error.message), isInDoubt);
    assert.equal(requests.length, 1);
  });
}

const reasons = {
  "the title of a page": ["<html>\r\n<head><title>504 Gateway Time-out</title></head>", "504 Gateway Time-out"],
  "error of JSON": ['{"error":"upstream timed out"}', "upstream timed out"],
  "message of JSON": ['{"message":"Endpoint request timed out"}', "Endpoint request timed out"],
  "error and message of JSON": [
    '{"status":504,"error":"Gateway Timeout","message":"no answer"}',
    "Gateway Timeout: no answer",
  ],
  "the message of an error of JSON": ['{"error":{"code":504,"message":"deadline exceeded"}}', "deadline exceeded"],
  "plain text": ["upstream request timeout\n", "upstream request timeout"],
  "text on several lines, with control characters": [
    "no\u001b[31m\r\n  healthy\u202e upstream\u0000",
    "no [31m healthy upstream",
  ],
};

for (const [what, [body, reason]] of Object.entries(reasons)) {
  for (const status of [408, 500, 502, 503, 504, 520]) {
    test(`HTTP ${status} of a gateway: the error has its reason (${what}), and the outcome is in doubt`, async () => {
      const { client } = clientOf({ status, body });
      const error = await failure(client.call(...once));
      assert.deepEqual([error.kind, error.msg, error.code, error.sent], ["gateway", reason, null, true]);
      assert.equal(
        error.message,
        `alibaba.refund.create: ${reason} (HTTP ${status} without the vendor's envelope); the request may have reached ` +
          "the vendor, so look up its outcome before repeating it (for example by alibaba.order.get, which is inferred)",
      );
    });
  }
}

test("the reason of a gateway is one short line, whatever it sends, and is extracted in linear time", async () => {
  const size = 4_000_000;
  const hostile = ["<", "<title", "<title>", "{", '"\\"', "[", " ", "\u202e", "<h1><title>x", '{"error":'];
  const bodies = [
    ...hostile.map((text) => text.repeat(size / text.length)),
    "x".repeat(size),
    `<title>${"x ".repeat(size)}`,
  ];
  for (const body of bodies) {
    const { client } = clientOf({ status: 502, body });
    const { kind, msg, message } = await failure(client.call(...once));
    assert.equal(kind, "gateway");
    assert.ok(message.length < 500);
    assert.ok((msg ?? "").length <= 202);
    assert.doesNotMatch(message, /[\p{Cc}\u202a-\u202e]/u);
  }
});

test("fields of an envelope nested deeper than the stack: no error of the engine", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const name of ["requestId", "msg", "developId", "code", "failure"]) {
    const { client } = clientOf(`{"code":200,"data":{"refundId":"TQ1"},"${name}":${deep}}`);
    const ended = await client.call(...once).then(
      ({ refundId }) => refundId,
      (error) => error instanceof PandaponError,
    );
    assert.ok(ended === "TQ1" || ended === true, name);
  }
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect by HTTP ${status} is not followed: it could take signed headers to another host`, async () => {
    const { client, requests } = clientOf({ status, headers: { location: "https://elsewhere.example/" }, body: "" });
    for (const call of [once, read]) {
      const error = await failure(client.call(...call));
      assert.ok(error instanceof ApiError);
      assert.equal(error.status, status);
      assert.equal(error.kind, "gateway");
      assert.match(error.message, /redirects, which is not followed: check baseUrl/);
    }
    assert.equal(requests.length, 2);
    for (const { redirect } of requests) assert.equal(redirect, "manual");
  });
}

test("HTTP 404 on a derived path names the option that replaces the path", async () => {
  const { client } = clientOf({ status: 404, body: html });
  const error = await failure(client.alibaba.order.list({}));
  assert.ok(error instanceof ApiError);
  assert.match(
    error.message,
    /\/alibaba\/order\/page was derived.*set the option routes: \{ "alibaba\.order\.list": "POST/,
  );
  const documented = await failure(client.call(...read));
  assert.ok(!documented.message.includes("derived"));
  const overridden = clientOf({ status: 404, body: html }, { routes: { "alibaba.order.list": "POST /my/own/path" } });
  assert.ok(!(await failure(overridden.client.alibaba.order.list({}))).message.includes("derived"));
});

const text = success('{"refundId":"TQ1"}');
const buffer = () => new TextEncoder().encode(text).buffer;
const shapes = {
  "a Response": () => new Response(text, { headers: { "x-a": "1" } }),
  "an object with text()": () => ({ status: 200, headers: { "X-A": "1" }, text: async () => text }),
  "an object with a synchronous text()": () => ({ status: 200, headers: { "x-a": "1" }, text: () => text }),
  "an object with arrayBuffer()": () => ({ status: 200, headers: { "x-a": "1" }, arrayBuffer: async () => buffer() }),
  "an object whose arrayBuffer() returns a Uint8Array": () => ({
    status: 200,
    headers: { "x-a": "1" },
    arrayBuffer: async () => Buffer.from(`##${text}`).subarray(2),
  }),
  "headers as Headers": () => ({ status: 200, headers: new Headers({ "x-a": "1" }), text: async () => text }),
  "headers as Map": () => ({ status: 200, headers: new Map([["X-A", "1"]]), text: async () => text }),
  "headers as a list of pairs": () => ({ status: 200, headers: [["x-a", "1"]], text: async () => text }),
  "a thenable": () => ({ then: (resolve) => resolve(new Response(text, { headers: { "x-a": "1" } })) }),
};

for (const [shape, give] of Object.entries(shapes)) {
  test(`a fetch may return ${shape}`, async () => {
    const { client } = clientOf(() => give());
    const reply = await client.alibaba.refund.get({ refundId: "TQ1" }).withResponse();
    assert.deepEqual(reply.data, { refundId: "TQ1" });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["x-a"], "1");
  });
}

test("headers may be missing", async () => {
  const { client } = clientOf(async () => ({ status: 200, text: async () => text }));
  assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { refundId: "TQ1" });
});

const unusable = {
  "returns undefined": [() => undefined, /neither arrayBuffer\(\) nor text\(\)/],
  "returns null": [async () => null, /neither arrayBuffer\(\) nor text\(\)/],
  "returns an empty object": [async () => ({}), /neither arrayBuffer\(\) nor text\(\)/],
  "returns a response without status": [async () => ({ text: async () => text }), /status is not a number/],
  "returns a body that is not text": [async () => ({ status: 200, text: async () => 5 }), /neither bytes nor text/],
  "returns a body that fails": [
    async () => ({ status: 200, text: () => Promise.reject(new Error("terminated")) }),
    /terminated/,
  ],
  "throws synchronously": [
    () => {
      throw new TypeError("boom");
    },
    /boom/,
  ],
  "rejects with an Error": [() => Promise.reject(new TypeError("fetch failed")), /fetch failed/],
  "rejects with text": [() => Promise.reject("just text"), /fetch failed without a reason/],
  "rejects with nothing": [() => Promise.reject(), /fetch failed without a reason/],
  "rejects with an object whose getters throw": [
    () =>
      Promise.reject(
        new Proxy(
          {},
          {
            get() {
              throw new Error("again");
            },
          },
        ),
      ),
    /fetch failed without a reason/,
  ],
};

for (const [what, [fetch, sentence]] of Object.entries(unusable)) {
  test(`a fetch that ${what}: ConnectionError, sent in doubt, and the next call works`, async () => {
    const { client, requests } = clientOf([fetch, text]);
    const error = await failure(client.call(...once));
    assert.ok(error instanceof ConnectionError && error instanceof PandaponError, String(error));
    assert.equal(error.sent, true);
    assert.match(error.message, sentence);
    assert.match(error.message, /may have reached the vendor, so look up its outcome before repeating it/);
    assert.equal(requests.length, 1);
    assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  });
}

const MEBI = 2 ** 20;
const filled = (size, part) => part.repeat(Math.floor(size / part.length));
const listOf = (size, item) => `[${filled(size, `${item},`)}${item}]`;
const nested = (size, open, close) => open.repeat(size / 2) + close.repeat(size / 2);

/** JSON texts that would be expensive to read by a careless parser. */
const hostile = {
  quotes: (size) => `"${filled(size, '\\"')}"`,
  backslashes: (size) => `"${filled(size, "\\\\")}"`,
  "escaped letters": (size) => `"${filled(size, "\\u00e9")}"`,
  "halves of surrogate pairs": (size) => `"${filled(size, "\\ud800")}"`,
  "one long number": (size) => filled(size, "1"),
  "one long decimal": (size) => `0.${filled(size, "1")}`,
  "a long exponent": (size) => `1e${filled(size, "0")}1`,
  "long numbers": (size) => listOf(size, "12345678901234567890"),
  "numbers beyond a double": (size) => listOf(size, "1e400"),
  "lists in a list": (size) => listOf(size, "[]"),
  "an id of many numbers": (size) => `{"orderId":${listOf(size, "0")}}`,
  "a repeated field": (size) => `{${filled(size, '"orderId":0,')}"orderId":1}`,
  "structures in JSON text": (size) => `{${filled(size, '"properties":"{}",')}"properties":"[]"}`,
  "a list in JSON text": (size) => `{"properties":"${listOf(size, "0")}"}`,
  "deep JSON text": (size) => `{"properties":"${nested(size, "[", "]")}"}`,
  "escapes in JSON text": (size) => `{"properties":"[\\"${filled(size, "\\\\n")}\\"]"}`,
  "JSON text that breaks off": (size) => `{"properties":"${filled(size, "[0,")}"}`,
  "a string without end": (size) => `"${filled(size, '\\"')}`,
  "arrays without end": (size) => filled(size, "["),
};

for (const [what, make] of Object.entries(hostile)) {
  test(`a response of 2 MiB, ${what}: a value or a DecodeError, and the next call works`, async () => {
    const routes = { "taobao.cart.list": "GET /cart" };
    const { client } = clientOf([success(make(2 * MEBI)), success('{"refundId":"TQ1"}')], { routes });
    const outcome = await client.call("taobao.cart.list", {}).catch((error) => error);
    const isRefused = /without end/.test(what);
    assert.equal(outcome instanceof DecodeError, isRefused, String(outcome).slice(0, 200));
    if (isRefused) assert.ok(outcome.sent && outcome.message.length < 500);
    assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  });
}

test("an envelope with hostile fields is classified by its code, with a short message", async () => {
  const deep = nested(200_000, "[", "]");
  const long = "no".repeat(MEBI);
  for (const [code, msg, requestId] of [
    [200, deep, deep],
    [500, deep, "1"],
    [500, `"${long}"`, `"${long}"`],
    [500, '"\\u001b[2J\\n"', "null"],
    [deep, '"no"', "1"],
    [filled(MEBI, "1"), '"no"', "1"],
  ]) {
    const { client } = clientOf(`{"code":${code},"msg":${msg},"requestId":${requestId},"developId":${deep},"data":{}}`);
    const outcome = await client.call(...once).catch((error) => error);
    if (code === 200) assert.deepEqual(outcome, {});
    else {
      assert.ok(outcome instanceof (code === 500 ? ApiError : DecodeError), String(outcome).slice(0, 200));
      assert.ok(outcome.message.length < 1000, `${outcome.message.length} characters`);
      assert.doesNotMatch(outcome.message, /\p{Cc}/u);
      if (msg === `"${long}"`) assert.equal(outcome.msg, long);
    }
  }
});
