/** Signing: the five headers, their units, and signers that replace the secret. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { Client, ConfigError, SignatureError } from "../../pkg/index.node.js";
import { signHeaders } from "../../pkg/sign/index.js";
import { clientOf, credentials, failure, once, read, skipPauses, success, thrown, vendor } from "./support/vendor.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/signing/vectors.json", import.meta.url)));
const good = success('{"refundId":"TQ1"}');
const { accessKey, accessSecret, userId } = credentials;
const md5 = (text) => createHash("md5").update(text).digest("hex").toUpperCase();

for (const { name, accessKey, accessSecret, timestamp, nonceStr, signature } of vectors) {
  test(`buildRequest signs as the vector "${name}"`, () => {
    const client = new Client({ accessKey, accessSecret, userId });
    const { headers } = client.buildRequest("alibaba.order.get", read[1], { timestamp, nonceStr });
    assert.equal(headers.signature, signature);
    assert.equal(headers["access-key"], accessKey);
    assert.equal(headers.timestamp, timestamp);
    assert.equal(headers["nonce-str"], nonceStr);
    assert.equal(headers["user-id"], userId);
  });
}

test("buildRequest returns what would be sent, and sends nothing", async () => {
  const { client, requests } = clientOf(good);
  const fixed = { timestamp: 1733474179, nonceStr: "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" };
  const built = client.buildRequest(...once, fixed);
  assert.equal(requests.length, 0);
  assert.deepEqual(Object.keys(built), ["method", "url", "headers", "body"]);
  const system = signHeaders({ ...credentials, ...fixed });
  assert.deepEqual(built.headers, { "content-type": "application/json", ...system });
  await client.call(...once);
  const [{ method, url, body }] = requests;
  assert.deepEqual({ method, url, body }, { method: built.method, url: built.url, body: built.body });
  const get = client.buildRequest("alibaba.order.payUrl", { orderId: "1" });
  assert.equal(get.body, null);
  assert.equal(get.url, "https://api.pandapon.com/alibaba/order/pay/url?orderId=1");
});

test("seconds by default, milliseconds on demand; the time is the runtime's", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_763_800_000_123 });
  const timestamp = (timestampUnit) => {
    const client = new Client({ ...credentials, timestampUnit });
    return client.buildRequest(...read).headers.timestamp;
  };
  assert.equal(timestamp(undefined), "1763800000");
  assert.equal(timestamp("seconds"), "1763800000");
  assert.equal(timestamp("milliseconds"), "1763800000123");
});

test("nonces are 32 characters of A-Z a-z 0-9, uniformly distributed and unique", () => {
  const client = new Client(credentials);
  const counts = new Map();
  const seen = new Set();
  for (let count = 0; count < 2000; count++) {
    const nonce = client.buildRequest(...read).headers["nonce-str"];
    assert.match(nonce, /^[A-Za-z0-9]{32}$/);
    seen.add(nonce);
    for (const character of nonce) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(seen.size, 2000);
  assert.equal(counts.size, 62);
  // 64000 draws from 62: 1032 each, with a standard deviation of 32. Bytes modulo 62 would give eight of them 1250.
  for (const [character, count] of counts) assert.ok(Math.abs(count - 1032) < 180, `${character}: ${count}`);
});

test("stringToSign replaces the rule: it receives the parts and returns the text", async () => {
  let received;
  const stringToSign = (parts) => {
    received = parts;
    return [parts.accessSecret, parts.nonceStr, parts.timestamp, parts.accessKey].join("|");
  };
  const { client, requests } = clientOf(good, { stringToSign });
  await client.call(...once);
  const { headers } = requests[0];
  assert.deepEqual(received, { accessKey, accessSecret, timestamp: headers.timestamp, nonceStr: headers["nonce-str"] });
  assert.equal(headers.signature, md5([accessSecret, received.nonceStr, received.timestamp, accessKey].join("|")));
});

test("a stringToSign that throws or does not return text: SignatureError without the secret, and nothing is sent", async () => {
  const wrong = [
    ({ accessSecret }) => {
      throw new Error(`cannot use ${accessSecret}`);
    },
    () => undefined,
    () => 7,
    async ({ accessSecret }) => accessSecret,
  ];
  for (const stringToSign of wrong) {
    const { client, requests } = clientOf(good, { stringToSign });
    const error = await failure(client.call(...once));
    assert.ok(error instanceof SignatureError, String(error));
    assert.equal(error.sent, false);
    assert.match(error.message, /^stringToSign failed, so nothing was sent/);
    assert.ok(!inspect(error).includes(accessSecret));
    assert.equal(requests.length, 0);
  }
});

test("a signer may be asynchronous, and never receives a secret", async () => {
  const asked = [];
  const signer = async (parts) => {
    asked.push(parts);
    await new Promise(setImmediate);
    return md5(parts.accessKey + parts.timestamp + parts.nonceStr + accessSecret);
  };
  const { client, requests } = clientOf(good, { accessSecret: undefined, signer });
  await client.call(...once);
  const { headers } = requests[0];
  assert.deepEqual(asked, [{ accessKey, timestamp: headers.timestamp, nonceStr: headers["nonce-str"] }]);
  assert.equal(headers.signature, md5(accessKey + headers.timestamp + headers["nonce-str"] + accessSecret));
});

test("a signer that throws, rejects or returns garbage: SignatureError, nothing is sent, and the next call works", async () => {
  const wrong = {
    throws: () => {
      throw new Error("the server of signatures is down");
    },
    rejects: () => Promise.reject(new Error("the server of signatures is down")),
    "rejects with nothing": () => Promise.reject(),
    "returns nothing": () => undefined,
    "returns a number": () => 7,
    "returns an empty string": async () => "",
    "returns a line break": async () => "ABC\r\nuser-id: 1",
    "returns Chinese": async () => "签名",
    "returns an object": async () => ({ signature: "A" }),
  };
  for (const [what, answer] of Object.entries(wrong)) {
    let broken = true;
    const signer = (parts) => (broken ? answer(parts) : "A".repeat(32));
    const { client, requests } = clientOf(good, { accessSecret: undefined, signer });
    const error = await failure(client.call(...once));
    assert.ok(error instanceof SignatureError, `${what}: ${error}`);
    assert.equal(error.sent, false);
    assert.match(error.message, /^signer failed, so nothing was sent: /, what);
    assert.equal(requests.length, 0);
    broken = false;
    assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
  }
});

test("a signer that never settles: SignatureError after the timeout, and nothing is sent", async () => {
  const { client, requests } = clientOf(good, {
    accessSecret: undefined,
    signer: () => new Promise(() => {}),
    timeout: 50,
  });
  const error = await client.alibaba.refund.get({ refundId: "TQ1" }).catch((error) => error);
  assert.ok(error instanceof SignatureError);
  assert.match(error.message, /within 50 ms, so nothing was sent/);
  assert.equal(error.sent, false);
  assert.equal(requests.length, 0);
});

test("buildRequest cannot wait for a signer, and says so", () => {
  const client = new Client({ accessKey, userId, signer: async () => "A" });
  const error = thrown(() => client.buildRequest(...read));
  assert.ok(error instanceof ConfigError);
  assert.match(error.message, /buildRequest needs accessSecret/);
});

test("no error, event, log or printed value contains the secret or the signature", async () => {
  const notes = [];
  const note = (...details) => notes.push(inspect(details, { depth: 10, showHidden: true, getters: true }));
  const options = {
    logger: { debug: note, info: note, warn: note, error: note },
    onRequest: note,
    onResponse: note,
    onRetry: note,
    maxRetries: 1,
  };
  const answers = [
    good,
    { status: 503, headers: { "retry-after": "0" }, body: "busy" },
    "<html>",
    "",
    '{"code":401,"msg":"signature"}',
  ];
  const { requests, fetch } = vendor(...answers);
  const client = new Client({ ...credentials, fetch, ...options });
  for (let count = 0; count < 6; count++) note(await client.call(...read).catch((error) => error));
  note(await failure(client.call("alibaba.refund.create", { accessSecret })));
  note(client, JSON.stringify(client), String(client), client.alibaba, client.withUser("2"));
  note(thrown(() => new Client({ ...credentials, userId: {} })));
  assert.ok(notes.length > 20);
  assert.ok(requests.length > 6);
  const all = notes.join("\n");
  assert.ok(!all.includes(accessSecret));
  for (const { headers } of requests) assert.ok(!all.includes(headers.signature));
  assert.ok(all.includes("********"), "the signature is masked, not left out");
});

test("a failure does not quote the signature: from the address, from headers, from a gateway's echo", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const goods = { itemId: "2048232789087639", skuId: "4970432383383", quantity: 1, currency: "CNY", price: "12.50" };
  const logistics = ["logistics.estimate", { ...goods, receiverAddress: { country: "US" } }];
  const echo = (url, { headers }) => `${url} signature: ${headers.signature}`;
  const rejects = (...request) => Promise.reject(new TypeError(`error sending request for url (${echo(...request)})`));
  const gateway = async (...request) => new Response(echo(...request), { status: 502 });
  const envelope = async (...request) => Response.json({ requestId: "r1", code: 7, msg: echo(...request) });
  const page = async (...request) => new Response(echo(...request));
  for (const answer of [rejects, gateway, envelope, page]) {
    for (const signer of [undefined, () => "c2lnbmF0dXJl+/=="]) {
      const warnings = [];
      const options = {
        ...(signer && { accessSecret: undefined, signer }),
        logger: { warn: (text) => warnings.push(text) },
      };
      const { client, requests } = clientOf(answer, options);
      const error = await skipPauses(t, failure(client.call(...logistics)));
      if (answer !== page) assert.match(error.message, /\*{8}/);
      const texts = [error.message, error.msg, ...warnings].join("\n");
      for (const { url, headers } of requests) {
        assert.ok(!texts.includes(headers.signature), texts);
        assert.ok(!texts.includes(/sign=([^&]*)/.exec(url)[1]), texts);
      }
    }
  }
});
