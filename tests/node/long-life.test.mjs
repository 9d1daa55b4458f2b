/** One instance for the lifetime of a process: errors of users' code do not break it, calls do not mix, memory does not grow. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client, ValidationError } from "../../pkg/index.node.js";
import { credentials, failure, success } from "./support/vendor.mjs";

const answer = (body) => ({ status: 200, headers: {}, text: async () => body });
/** Responds with the request body after a random delay. */
const echo = async (url, { body }) => {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  return answer(success(body));
};

test("errors of fetch, hooks, loggers, signers and getters never break the next call", async () => {
  const thrown = () => {
    throw new Error("of the user's own code");
  };
  const throwing = new Proxy({}, { get: thrown, ownKeys: thrown, getOwnPropertyDescriptor: thrown });
  const { accessKey, userId } = credentials;
  const options = { fetch: async () => answer(success('{"refundId":"TQ1"}')) };
  const ways = [
    { ...options, fetch: thrown },
    { ...options, fetch: async () => thrown() },
    { ...options, fetch: async () => throwing },
    { ...options, fetch: async () => ({ status: 200, headers: throwing, text: async () => thrown() }) },
    { ...options, logger: { debug: thrown, warn: thrown, error: thrown } },
    { ...options, logger: {}, onRequest: thrown, onResponse: async () => thrown(), onRetry: thrown },
    { ...options, stringToSign: thrown },
    { ...options, accessKey, userId, accessSecret: undefined, signer: async () => thrown() },
    { ...options, headers: throwing },
  ];
  const good = new Client({ ...credentials, ...options });
  for (let round = 0; round < 50; round++) {
    for (const way of ways) {
      await Promise.resolve()
        .then(() => new Client({ ...credentials, maxRetries: 0, ...way }).alibaba.refund.get({ refundId: "TQ1" }))
        .catch(() => {});
      await failure(good.alibaba.refund.get(throwing));
      await failure(
        good.alibaba.refund.get({
          get refundId() {
            return thrown();
          },
        }),
      );
      assert.equal((await good.alibaba.refund.get({ refundId: "TQ1" })).refundId, "TQ1");
    }
  }
});

test("concurrent clients never mix their credentials", async () => {
  const md5 = (text) => createHash("md5").update(text).digest("hex").toUpperCase();
  const clients = Array.from({ length: 100 }, (_, index) => {
    const own = {
      accessKey: `access-key-${index}`,
      accessSecret: `secret-${index}`,
      userId: String(1688000000000 + index),
    };
    const fetch = async (url, init) => {
      const { timestamp, "access-key": key, "nonce-str": nonce, "user-id": userId, signature } = init.headers;
      assert.deepEqual([key, userId], [own.accessKey, own.userId]);
      assert.equal(signature, md5(key + timestamp + nonce + own.accessSecret));
      return echo(url, init);
    };
    return new Client({ ...own, fetch });
  });
  await Promise.all(
    clients.flatMap(({ alibaba }) => Array.from({ length: 10 }, () => alibaba.refund.get({ refundId: "TQ1" }))),
  );
});

test("a thousand concurrent calls each get their own response", async () => {
  const { alibaba } = new Client({ ...credentials, fetch: echo });
  const ids = Array.from({ length: 1000 }, (_, index) => `TQ${3305075341149134261n + BigInt(index)}`);
  const found = await Promise.all(ids.map((refundId) => alibaba.refund.get({ refundId })));
  assert.deepEqual(
    found.map(({ refundId }) => refundId),
    ids,
  );
});

test("calls, refusals and dropped clients do not grow the wasm's memory", async () => {
  const file = fileURLToPath(new URL("../../benches/long-life.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", file, "20000", "20000"]);
  const { calls, clients } = JSON.parse(stdout);
  assert.equal(calls.wasm.after, calls.wasm.before);
  // Clients are garbage-collected in batches: thousands may exist at a time.
  assert.ok(clients.wasm.after - clients.wasm.before <= 2048, JSON.stringify(clients));
});

test("refusals are still errors of the right class after all of that", async () => {
  const { alibaba } = new Client({ ...credentials, fetch: echo });
  assert.ok((await failure(alibaba.refund.create({}))) instanceof ValidationError);
});
