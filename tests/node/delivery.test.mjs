/** Retries: which calls are repeated, how often and when, and which never are. With counted requests and a mocked clock. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ApiError, Client, ConnectionError, DecodeError, SignatureError, TimeoutError } from "../../pkg/index.node.js";
import { clientOf, credentials, failure, once, read, skipPauses, success, vendor } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');
const busy = (status, headers) => ({ status, headers, body: "busy" });
const broken = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } }));
const refused = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } }));
const silent = (url, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** Failures after which a read is retried. */
const failures = {
  "HTTP 408": busy(408),
  "HTTP 429": busy(429),
  "HTTP 429 for a while": busy(429, { "retry-after": "1" }),
  "HTTP 500": busy(500),
  "HTTP 503": busy(503),
  "HTTP 504": busy(504),
  "a broken connection": broken,
  "a refused connection": refused,
  silence: silent,
  "a fetch that throws": () => {
    throw new Error("boom");
  },
  "no Response": () => undefined,
};

/** Failures after which a retry would have the same result. */
const final = {
  "HTTP 400": busy(400),
  "HTTP 404": busy(404),
  "HTTP 501": busy(501),
  "HTTP 302": busy(302),
  "a refusal": '{"code":5010,"msg":"the state does not allow it"}',
  HTML: "<html></html>",
  nothing: "",
};

const holdTime = (t) => t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_763_800_000_000 });

for (const [what, answer] of Object.entries(failures)) {
  test(`after ${what}, a read is retried and succeeds`, async (t) => {
    holdTime(t);
    const { client, requests } = clientOf([answer, answer, good]);
    assert.deepEqual(await skipPauses(t, client.call(...read)), { refundId: "TQ1" });
    assert.equal(requests.length, 3);
  });

  test(`after repeated ${what}, a read fails after two retries`, async (t) => {
    holdTime(t);
    const { client, requests } = clientOf(answer);
    const error = await skipPauses(t, failure(client.call(...read)));
    assert.ok(error instanceof ApiError || error instanceof ConnectionError || error instanceof TimeoutError);
    assert.equal(requests.length, 3);
  });
}

for (const [what, answer] of Object.entries(final)) {
  test(`after ${what}, there is no retry`, async (t) => {
    holdTime(t);
    const { client, requests } = clientOf([answer, good]);
    const error = await skipPauses(t, failure(client.call(...read)));
    assert.ok(error instanceof ApiError || error instanceof DecodeError);
    assert.equal(requests.length, 1);
  });
}

test("a call that creates, pays or submits is sent once, whatever happens and whatever the options are", async (t) => {
  holdTime(t);
  for (const answer of [...Object.values(failures), ...Object.values(final)]) {
    for (const maxRetries of [0, 2, 100]) {
      const { client, requests } = clientOf([answer, good], { maxRetries });
      const error = await skipPauses(t, failure(client.call(...once, { maxRetries })));
      assert.equal(requests.length, 1);
      assert.equal(error.sent, true, `${error}`);
    }
  }
});

test("request() is sent once, unless its safety option says that it may be repeated", async (t) => {
  holdTime(t);
  for (const [safety, count] of [
    [undefined, 1],
    ["once", 1],
    ["read", 3],
    ["idempotent", 3],
  ]) {
    for (const method of ["GET", "POST"]) {
      const { client, requests } = clientOf(busy(503));
      await skipPauses(t, failure(client.request({ method, path: "/x", safety })));
      assert.equal(requests.length, count, `${method}, ${safety}`);
    }
  }
});

test("every sequence of three failures: a read is sent until it succeeds, at most three times", async (t) => {
  holdTime(t);
  const outcomes = [...Object.values(failures), final["HTTP 400"], final["a refusal"], good];
  const isFinal = (answer) => answer === good || Object.values(final).includes(answer);
  for (const first of outcomes) {
    for (const second of outcomes) {
      for (const third of outcomes) {
        const sequence = [first, second, third];
        const { client, requests } = clientOf(sequence, { timeout: 5000 });
        const call = client.call(...read).then(
          () => true,
          () => false,
        );
        const succeeded = await skipPauses(t, call);
        const end = sequence.findIndex(isFinal);
        assert.equal(requests.length, end < 0 ? 3 : end + 1);
        assert.equal(succeeded, sequence[end] === good);
      }
    }
  }
});

test("maxRetries of a call overrides that of the client", async (t) => {
  holdTime(t);
  for (const [ofClient, ofCall, count] of [
    [undefined, undefined, 3],
    [0, undefined, 1],
    [4, undefined, 5],
    [4, 1, 2],
    [0, 3, 4],
  ]) {
    const { client, requests } = clientOf(broken, { maxRetries: ofClient });
    await skipPauses(t, failure(client.call(...read, { maxRetries: ofCall })));
    assert.equal(requests.length, count);
  }
});

test("pauses are random below a limit that doubles from half a second to eight", async (t) => {
  holdTime(t);
  const pauses = Array.from({ length: 8 }, () => []);
  for (let round = 0; round < 40; round++) {
    const onRetry = ({ attempt, pause }) => pauses[attempt - 1].push(pause);
    const { client } = clientOf(broken, { maxRetries: 8, onRetry });
    await skipPauses(t, failure(client.call(...read)));
  }
  for (const [index, ofTry] of pauses.entries()) {
    const bound = Math.min(500 * 2 ** index, 8000);
    assert.ok(
      ofTry.every((pause) => pause >= 0 && pause < bound),
      `try ${index + 1}`,
    );
    // 40 evenly distributed pauses are all in the same half with a probability of 2 in 10^12.
    assert.ok(Math.min(...ofTry) < bound / 2 && Math.max(...ofTry) > bound / 2, `try ${index + 1}: ${ofTry}`);
  }
});

test("Retry-After takes precedence: seconds or a date", async (t) => {
  holdTime(t);
  const cases = [
    ["7", 7000],
    ["0", 0],
    [new Date(1_763_800_000_000 + 9000).toUTCString(), 9000],
    [new Date(1_763_800_000_000 - 9000).toUTCString(), 0],
  ];
  for (const [header, pause] of cases) {
    t.mock.timers.setTime(1_763_800_000_000);
    const seen = [];
    const onRetry = (event) => seen.push(event.pause);
    const { client } = clientOf([busy(429, { "retry-after": header }), good], { onRetry });
    await skipPauses(t, client.call(...read));
    assert.deepEqual(seen, [pause], header);
  }
});

test("nothing is sent before the pause is over", async (t) => {
  holdTime(t);
  const { client, requests } = clientOf([busy(503, { "retry-after": "3" }), good]);
  const call = client.call(...read);
  const sentAfter = async (milliseconds) => {
    t.mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 4; turn++) await new Promise(setImmediate);
    return requests.length;
  };
  assert.equal(await sentAfter(0), 1);
  assert.equal(await sentAfter(2999), 1);
  assert.equal(await sentAfter(1), 2);
  await call;
});

test("there is no retry if Retry-After is more than a minute", async (t) => {
  holdTime(t);
  const { client, requests } = clientOf(busy(503, { "retry-after": "3600" }));
  const error = await failure(client.call(...read));
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 503);
  assert.equal(requests.length, 1);
});

test("each attempt has a new nonce, the current time and a new signature", async (t) => {
  holdTime(t);
  const { client, requests } = clientOf([busy(503, { "retry-after": "5" }), busy(503, { "retry-after": "5" }), good]);
  await skipPauses(t, client.call(...read));
  const signed = requests.map(({ headers }) => headers);
  assert.equal(new Set(signed.map((headers) => headers["nonce-str"])).size, 3);
  assert.deepEqual(
    signed.map((headers) => Number(headers.timestamp) - 1_763_800_000),
    [0, 5, 10],
  );
  for (const headers of signed) {
    assert.match(headers["nonce-str"], /^[A-Za-z0-9]{32}$/);
    const text = headers["access-key"] + headers.timestamp + headers["nonce-str"] + credentials.accessSecret;
    assert.equal(headers.signature, createHash("md5").update(text).digest("hex").toUpperCase());
  }
  assert.equal(new Set(requests.map(({ url, method, body }) => `${method} ${url} ${body}`)).size, 1);
});

test("a refused connection in a retry does not hide that an earlier attempt may have arrived", async (t) => {
  holdTime(t);
  const repeatable = { method: "POST", path: "/x", safety: "idempotent" };
  for (const [answers, sent] of [
    [[refused], false],
    [[broken, refused], true],
    [[busy(503), refused], true],
  ]) {
    const { fetch } = vendor(...answers);
    t.mock.method(globalThis, "fetch", fetch);
    const client = new Client(credentials);
    const error = await skipPauses(t, failure(client.request(repeatable)));
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.sent, sent);
  }
});

test("the code of a custom fetch proves nothing: it may have tried several times", async (t) => {
  const { client, requests } = clientOf(refused);
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, true);
  assert.match(error.message, /ECONNREFUSED; the request may have reached the vendor/);
  assert.equal(requests.length, 1);

  t.mock.method(globalThis, "fetch", refused);
  assert.equal((await failure(new Client(credentials).call(...once))).sent, false);
  const late = { text: refused, status: 200, headers: {} };
  t.mock.method(globalThis, "fetch", async () => late);
  assert.equal((await failure(new Client(credentials).call(...once))).sent, true, "after a response");
});

test("a signer that fails in a retry does not hide that an earlier attempt may have arrived", async (t) => {
  holdTime(t);
  for (const [failsFrom, kind, sent] of [
    [1, SignatureError, false],
    [2, ConnectionError, true],
  ]) {
    let asked = 0;
    const signer = () => {
      if (++asked >= failsFrom) throw new Error("the server of signatures is down");
      return "0".repeat(32);
    };
    const { client, requests } = clientOf(broken, { accessSecret: undefined, signer });
    const error = await skipPauses(t, failure(client.call(...read)));
    assert.ok(error instanceof kind, String(error));
    assert.equal(error.sent, sent);
    assert.equal(requests.length, failsFrom - 1);
  }
});

test("a custom fetch is called unbound, as fetch(url, init) with plain headers", async () => {
  const { client, requests } = clientOf(good);
  await client.call(...once);
  await client.alibaba.order.payUrl({ orderId: "1" });
  const [post, get] = requests;
  assert.equal(post.calledOn, undefined);
  assert.equal(post.url, "https://api.pandapon.com/alibaba/refund/detail/create");
  assert.equal(post.method, "POST");
  assert.equal(post.headers["content-type"], "application/json");
  assert.equal(Object.getPrototypeOf(post.headers), Object.prototype);
  assert.ok(post.signal instanceof AbortSignal);
  assert.equal(get.method, "GET");
  assert.equal(get.url, "https://api.pandapon.com/alibaba/order/pay/url?orderId=1");
  assert.ok(!("body" in get) && !("content-type" in get.headers));
});

test("the global fetch is looked up for each call, so that a later replacement is used", async (t) => {
  const { client } = clientOf(good, { fetch: undefined });
  const replaced = t.mock.method(globalThis, "fetch", async () => new Response(good));
  assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  assert.equal(replaced.mock.callCount(), 1);
  const [url, { redirect }] = replaced.mock.calls[0].arguments;
  assert.equal(url, "https://api.pandapon.com/alibaba/refund/detail/create");
  assert.equal(redirect, "manual");
  assert.equal(replaced.mock.calls[0].this, undefined);
});
