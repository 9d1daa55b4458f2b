/**
 * Functions and objects of the user that fail where their result is not awaited: the call is not affected, and no rejection is
 * left unhandled, which would end a Node process (and fails these tests).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { AbortError, Client, ConfigError, paginate, SignatureError } from "../../pkg/index.node.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { clientOf, failure, orderId, success, thrown } from "./support/vendor.mjs";

const params = { webSite: "1688", orderId };
const fails = () => {
  throw new Error("its own words");
};

/** An object whose `then` can be read once, and throws when it is read again. */
function lateThenable() {
  let looks = 0;
  return {
    get then() {
      looks += 1;
      return looks === 1 ? undefined : fails();
    },
  };
}

const results = {
  "a promise that rejects": () => Promise.reject(new Error("its own words")),
  "a thenable that rejects": () => ({ then: (_, reject) => reject("its own words") }),
  "a thenable that throws": () => ({ then: fails }),
  "an object whose then throws": () => ({
    get then() {
      return fails();
    },
  }),
  "an object whose then throws later": lateThenable,
};

for (const [what, result] of Object.entries(results)) {
  test(`a hook that returns ${what} has no effect`, async () => {
    const { client } = clientOf([success()], {
      onRequest: result,
      onResponse: result,
      logger: { debug: result, error() {} },
    });
    assert.deepEqual(await client.alibaba.order.get(params), {});
    await turn();
  });

  test(`a stringToSign that returns ${what} is a SignatureError, and nothing is sent`, async () => {
    const { client, requests } = clientOf([success()], { stringToSign: result });
    assert.ok((await failure(client.alibaba.order.get(params))) instanceof SignatureError);
    await turn();
    assert.equal(requests.length, 0);
  });

  test(`a body whose cancel returns ${what} does not prevent an abort`, async () => {
    const controller = new AbortController();
    const reader = { read: () => new Promise(() => {}), cancel: result };
    const answer = { status: 200, headers: {}, arrayBuffer: fails, body: { getReader: () => reader } };
    const { client } = clientOf([async () => (setTimeout(() => controller.abort("enough")), answer)]);
    const error = await failure(client.alibaba.order.get(params, { signal: controller.signal }));
    assert.ok(error instanceof AbortError && error.sent);
    await turn();
  });
}

test("a body whose cancel throws or is missing does not prevent an abort", async () => {
  for (const cancel of [fails, undefined]) {
    const controller = new AbortController();
    const reader = { read: () => new Promise(() => {}), cancel };
    const answer = { status: 200, headers: {}, arrayBuffer: fails, body: { getReader: () => reader } };
    const { client } = clientOf([async () => (setTimeout(() => controller.abort("enough")), answer)]);
    assert.ok((await failure(client.alibaba.order.get(params, { signal: controller.signal }))) instanceof AbortError);
  }
});

test("infinite headers are read up to a limit", async () => {
  const headers = {
    *[Symbol.iterator]() {
      for (;;) yield ["x-more", "1"];
    },
  };
  const { client } = clientOf([async () => ({ status: 200, headers, text: async () => success() })]);
  assert.deepEqual(await client.alibaba.order.get(params), {});
});

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test("unreadable options and params are a ConfigError", async () => {
  const { client } = clientOf([success("[]")]);
  const broken = () => ({
    get page() {
      return fails();
    },
  });
  const cases = [
    () => new Client(revoked()),
    () => paginate(client.alibaba.order.list, revoked()),
    () => paginate(client.alibaba.order.list, broken()),
    () => createProxy(revoked()),
    () =>
      createProxy({
        client,
        allow: ["*"],
        get authorize() {
          return fails();
        },
      }),
  ];
  for (const run of cases) {
    const error = thrown(run);
    assert.ok(error instanceof ConfigError, String(error));
    assert.doesNotMatch(error.message, /its own words/);
  }
});

test("a function whose name cannot be read is no method of a client", () => {
  for (const thrownValue of [null, 7n, "text"]) {
    const get = (_, member) => {
      if (member === "name") throw thrownValue;
    };
    const error = thrown(() => paginate(new Proxy(async () => [], { get })));
    assert.ok(error instanceof ConfigError, String(error));
  }
});

test("a signal whose getters throw does not affect a call", async () => {
  const signal = {
    addEventListener() {},
    removeEventListener: fails,
    get aborted() {
      return fails();
    },
  };
  const { client } = clientOf([success()]);
  assert.deepEqual(await client.alibaba.order.get(params, { signal }), {});
});
