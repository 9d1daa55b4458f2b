/** Errors as data: what each one knows of its call, what it writes as JSON, and where `instanceof` recognises it. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import * as pandapon from "../../pkg/index.node.js";
import { clientOf, credentials, failure, once, read, skipPauses, success, thrown, vendor } from "./support/vendor.mjs";

const { ApiError, Client, ConnectionError, mayHaveArrived, PandaponError, TimeoutError, ValidationError } = pandapon;
const good = success('{"refundId":"TQ1"}');
const refusal = '{"requestId":"r1","code":5010,"msg":"the state does not allow it"}';
const gone = () => Promise.reject(new TypeError("fetch failed"));
const silent = () => new Promise(() => {});
const unsigned = {
  accessSecret: undefined,
  signer: () => Promise.reject(new Error("the server of signatures is down")),
};
const noRetry = { maxRetries: 0 };

/** Every way in which a call fails: the answer, the options of the client, the call, and what its error is. */
const failures = {
  "params that are invalid": [good, {}, [once[0], {}], ["ValidationError", once[0], "once", 0]],
  "an unknown endpoint": [good, {}, ["alibaba.order.buy", {}], ["RouteError", "alibaba.order.buy", null, 0]],
  "a path that is not public": [
    good,
    {},
    ["alibaba.refund.carriers"],
    ["RouteError", "alibaba.refund.carriers", "read", 0],
  ],
  "an invalid option": [good, {}, [...once, { timeout: "soon" }], ["ConfigError", once[0], "once", 0]],
  "a signer that fails": [good, unsigned, once, ["SignatureError", once[0], "once", 0]],
  "an aborted signal": [good, {}, [...once, { signal: AbortSignal.abort() }], ["AbortError", once[0], "once", 0]],
  "a broken connection": [gone, {}, once, ["ConnectionError", once[0], "once", 1]],
  "a broken connection, three times": [gone, {}, read, ["ConnectionError", read[0], "read", 3]],
  silence: [silent, { timeout: 5 }, once, ["TimeoutError", once[0], "once", 1]],
  "a refusal": [refusal, {}, once, ["ApiError", once[0], "once", 1]],
  "a gateway that fails three times": [{ status: 503, body: "" }, {}, read, ["ApiError", read[0], "read", 3]],
  "an unreadable response": ["<html>", {}, once, ["DecodeError", once[0], "once", 1]],
};

describe("what an error knows of its call", () => {
  for (const [what, [answer, options, call, expected]] of Object.entries(failures)) {
    test(what, async (t) => {
      t.mock.timers.enable({ apis: ["setTimeout"] });
      const error = await skipPauses(t, failure(clientOf(answer, options).client.call(...call)));
      assert.ok(error instanceof PandaponError && error instanceof pandapon[expected[0]]);
      const { name, endpoint, safety, attempts, sent } = error;
      assert.deepEqual([name, endpoint, safety, attempts], expected);
      assert.equal(sent, attempts > 0);
    });
  }

  test("of request(): method and path, and the safety that the caller states", async () => {
    const { client } = clientOf({ status: 404, body: "" });
    for (const safety of [undefined, "once", "idempotent", "read"]) {
      const error = await failure(client.request({ method: "GET", path: "/x/y", query: { token: "t" }, safety }));
      assert.deepEqual([error.endpoint, error.safety, error.attempts], ["GET /x/y", safety ?? "once", 1]);
    }
    const error = await failure(client.request({ method: "GET", path: 5 }));
    assert.deepEqual([error.endpoint, error.safety, error.attempts], [null, null, 0]);
  });

  test("of an address: saving one under its id may be repeated, and a new one not", async () => {
    const address = { name: "王先生", phone: "13800000000", province: "浙江省", city: "杭州市", address: "1" };
    for (const [more, safety] of [
      [{}, "once"],
      [{ id: "7" }, "idempotent"],
    ]) {
      const { client } = clientOf({ status: 404, body: "" });
      const error = await failure(client.call("address.save", { ...address, ...more }));
      assert.equal(error.safety, safety, error.message);
    }
  });

  test("outside of a call there is none", () => {
    const error = thrown(() => new Client({}));
    assert.deepEqual([error.endpoint, error.safety, error.attempts, error.sent], [null, null, 0, false]);
  });
});

describe("the cause", () => {
  test("is what fetch, the signer or the caller's signal gave, unchanged", async () => {
    const cause = Object.assign(new TypeError("fetch failed"), { cause: new Error("ECONNRESET") });
    const ofFetch = await failure(clientOf(() => Promise.reject(cause)).client.call(...once));
    assert.equal(ofFetch.cause, cause);
    const ofSigner = await failure(
      clientOf(good, { ...unsigned, signer: () => Promise.reject(cause) }).client.call(...once),
    );
    assert.equal(ofSigner.cause, cause);
    const ofSignal = await failure(clientOf(good).client.call(...once, { signal: AbortSignal.abort(cause) }));
    assert.equal(ofSignal.cause, cause);
  });

  test("belongs to the attempt that the error is of", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const [first, second] = [new Error("first"), new Error("second")];
    const rejects = (error) => () => Promise.reject(error);
    const callOf = (answers, options) => failure(clientOf(answers, options).client.call(...read));
    assert.equal((await skipPauses(t, callOf([rejects(first), rejects(second)]))).cause, second);
    assert.equal((await skipPauses(t, callOf([rejects(first), silent]))).cause, undefined);
    let count = 0;
    const signer = () => (++count > 1 ? Promise.reject(second) : "0".repeat(32));
    const unsignedAgain = await skipPauses(t, callOf(rejects(first), { accessSecret: undefined, signer }));
    assert.deepEqual([unsignedAgain.name, unsignedAgain.cause], ["ConnectionError", first]);
  });

  test("what the function that sees the secret throws is not repeated", async () => {
    const stringToSign = ({ accessSecret }) => {
      throw new Error(accessSecret);
    };
    const error = await failure(clientOf(good, { stringToSign }).client.call(...once));
    assert.equal(error.cause, undefined);
  });
});

/** An error whose message is its class's, as those of some engines are. */
class Inherited extends Error {
  #text;

  constructor(text) {
    super();
    this.#text = text;
    this.stack = "Error";
  }

  get message() {
    return this.#text;
  }
}

/** Errors of a fetch that has the signature somewhere. */
const indiscreet = {
  "in its message": (url, { headers }) => new Error(`cannot send ${headers.signature}`),
  "in its cause": (url, init) => new Error("x", { cause: new Error(JSON.stringify(init)) }),
  "in a member": (url, init) => Object.assign(new Error("x"), { config: { request: [init] } }),
  "in a DOMException": (_url, { headers }) => new DOMException(headers.signature, "NetworkError"),
  "in a getter of its class": (_url, { headers }) => new Inherited(headers.signature),
  "in a hidden member": (url, init) => Object.defineProperty(new Error("x"), "init", { value: init }),
  "in a Headers": (url, { headers }) => Object.assign(new Error("x"), { headers: new Headers(headers) }),
  "in a Map": (url, { headers }) => Object.assign(new Error("x"), { headers: new Map(Object.entries(headers)) }),
  "in an object, not an Error": (url, init) => ({ message: "x", init }),
  "in text": (url, { headers }) => `cannot send ${headers.signature}`,
  "in an AggregateError": (url, init) => new AggregateError([new Error(init.headers.signature)], "x"),
  "behind many others": (url, { headers }) => ({
    ...Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [i, {}])),
    headers,
  }),
};

describe("no secret", () => {
  for (const [where, make] of Object.entries(indiscreet)) {
    test(`a fetch that has the signature ${where}`, async () => {
      let signature;
      const fetch = (url, init) => {
        signature = init.headers.signature;
        return Promise.reject(make(url, init));
      };
      const error = await failure(clientOf(good, { fetch }).client.call(...once));
      assert.ok(error instanceof ConnectionError);
      assert.match(signature, /^[0-9A-F]{32}$/);
      const texts = [
        JSON.stringify(error),
        inspect(error, { depth: 20, showHidden: true }),
        error.stack,
        String(error),
      ];
      for (const text of texts) assert.ok(!text.includes(signature), `${where}: ${text}`);
    });
  }

  test("a fetch that throws what cannot be looked at", async () => {
    const hostile = Proxy.revocable({}, {});
    hostile.revoke();
    const error = await failure(clientOf(() => Promise.reject(hostile.proxy)).client.call(...once));
    assert.deepEqual([error.name, error.sent], ["ConnectionError", true]);
    JSON.stringify(error);
  });

  test("headers of a response are at hand, and in no log", async () => {
    const answer = { status: 502, headers: { "x-request-id": "7", "set-cookie": "session=s3cret" }, body: "" };
    const error = await failure(clientOf(answer).client.call(...once));
    assert.equal(error.headers["x-request-id"], "7");
    assert.ok(!`${JSON.stringify(error)} ${inspect(error)}`.includes("s3cret"));
  });
});

describe("JSON", () => {
  test("has the message, the members and the cause", async () => {
    const cause = Object.assign(new TypeError("fetch failed"), { code: "ECONNRESET", secret: "s3cret" });
    const broken = await failure(clientOf(() => Promise.reject(cause)).client.call(...once));
    assert.deepEqual(JSON.parse(JSON.stringify(broken)), {
      name: "ConnectionError",
      message: broken.message,
      sent: true,
      endpoint: once[0],
      safety: "once",
      attempts: 1,
      cause: { name: "TypeError", message: "fetch failed", code: "ECONNRESET" },
    });
    const refused = JSON.parse(JSON.stringify(await failure(clientOf(refusal).client.call(...once))));
    assert.deepEqual([refused.code, refused.requestId, refused.kind], [5010, "r1", "refusal"]);
    const invalid = JSON.parse(JSON.stringify(await failure(clientOf(good).client.call(once[0], {}))));
    assert.equal(invalid.issues[0].code, "missing");
  });

  test("whatever the reason of an abort is, it can be written", async () => {
    const circular = {};
    circular.self = circular;
    for (const reason of [null, "enough", 5n, Symbol("x"), circular, () => {}, new Error("x"), { sent: false }]) {
      const error = await failure(clientOf(good).client.call(...once, { signal: AbortSignal.abort(reason) }));
      assert.equal(JSON.parse(JSON.stringify(error)).name, "AbortError");
    }
  });
});

describe("instanceof", () => {
  const names = Object.keys(pandapon).filter((name) => name.endsWith("Error"));
  const make = (from, name) => new from[name]({ name, message: "m", sent: false, status: 500, issues: [] });

  test("recognises errors of another copy of the package, in both directions", async () => {
    const required = createRequire(import.meta.url)("../../pkg/index.node.cjs");
    assert.notEqual(required.ApiError, ApiError);
    assert.ok(names.length >= 11);
    for (const [from, to] of [
      [required, pandapon],
      [pandapon, required],
    ]) {
      for (const name of names) {
        const error = make(from, name);
        const recognising = names.filter((other) => error instanceof to[other]);
        assert.deepEqual(recognising.sort(), [...new Set([name, "PandaponError"])].sort());
        assert.ok(error instanceof Error);
        assert.equal(to.mayHaveArrived(error), false);
      }
    }
    const client = new required.Client({ ...credentials, fetch: vendor(refusal).fetch });
    assert.ok((await failure(client.call(...once))) instanceof ApiError);
  });

  test("recognises errors behind a Proxy, as Vue and MobX make them", () => {
    const error = new Proxy(make(pandapon, "ApiError"), {});
    assert.ok(error instanceof ApiError && error instanceof PandaponError && !(error instanceof TimeoutError));
  });

  test("a class that a program derives has its own instances", () => {
    class OutOfStock extends ApiError {}
    const error = make({ OutOfStock }, "OutOfStock");
    assert.ok(error instanceof OutOfStock && error instanceof ApiError && error instanceof PandaponError);
    assert.ok(!(make(pandapon, "ApiError") instanceof OutOfStock));
  });

  test("nothing else passes for an error: no record, no copy by structuredClone", async () => {
    const error = await failure(clientOf(gone).client.call(...once));
    for (const other of [
      undefined,
      null,
      "ApiError",
      error.toJSON(),
      { ...error },
      new Error("x"),
      structuredClone(error),
    ]) {
      assert.ok(!(other instanceof PandaponError));
      assert.equal(mayHaveArrived(other), true);
    }
    // What can be handed to a worker and read there.
    assert.deepEqual(structuredClone(error.toJSON()), error.toJSON());
  });

  test("the stack begins with the name of the class", () => {
    assert.match(make(pandapon, "ValidationError").stack, /^ValidationError: m\n/);
    assert.ok(make(pandapon, "ValidationError") instanceof ValidationError);
  });
});

describe("the sentence", () => {
  const messageOf = async (answer, call, options) =>
    (await failure(clientOf(answer, { ...noRetry, ...options }).client.call(...call))).message;

  test("tells nobody who only reads to look up an outcome", async () => {
    for (const answer of [gone, { status: 504, body: "" }, "<html>", refusal]) {
      assert.doesNotMatch(await messageOf(answer, read), /look up|may have reached/);
    }
    assert.match(await messageOf(gone, read), /; it changes nothing, so it can be repeated$/);
  });

  test("tells where to look up what a call that must be made once has done", async () => {
    const where =
      /so look up its outcome before repeating it \(for example by alibaba\.order\.get, which is inferred\)$/;
    for (const answer of [gone, { status: 504, body: "" }, "<html>"])
      assert.match(await messageOf(answer, once), where);
    assert.doesNotMatch(await messageOf(refusal, once), /look up/);
  });

  test("says nothing twice", async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    const client = new Client({ ...credentials, baseUrl: `http://127.0.0.1:${port}` });
    const error = await failure(client.call(...once));
    assert.equal(error.sent, false);
    assert.equal(error.message.match(/ECONNREFUSED/g).length, 1, error.message);
    for (const [error, expected] of [
      [Object.assign(new Error("connect ECONNREFUSED ::1"), { code: "ECONNREFUSED" }), /: connect ECONNREFUSED ::1;/],
      [new Error("fetch failed", { cause: new Error("fetch failed") }), /: fetch failed;/],
      [new Error("fetch failed", { cause: Object.assign(new Error(""), { code: "EPIPE" }) }), /: fetch failed: EPIPE;/],
    ]) {
      assert.match(await messageOf(() => Promise.reject(error), once), expected);
    }
  });
});

describe("the kind of an ApiError", () => {
  const kindOf = async (answer) => (await failure(clientOf(answer, noRetry).client.call(...once))).kind;
  const envelope = (code) => `{"requestId":"r1","code":${code},"msg":"no"}`;

  test("tells keys and rates from refusals and from gateways", async () => {
    assert.equal(await kindOf(envelope(5010)), "refusal");
    for (const code of [401, 403]) {
      for (const answer of [
        envelope(code),
        { status: code, body: envelope(code) },
        { status: code, body: envelope(5010) },
      ]) {
        assert.equal(await kindOf(answer), "authentication");
      }
      // What is in front of the platform need not know its keys.
      assert.equal(await kindOf({ status: code, body: "<html>" }), "gateway");
    }
    for (const answer of [envelope(429), { status: 429, body: envelope(429) }, { status: 429, body: "slow down" }]) {
      assert.equal(await kindOf(answer), "rateLimit");
    }
    for (const status of [404, 408, 500, 502, 504]) assert.equal(await kindOf({ status, body: "" }), "gateway");
  });
});

test("what a framework throws to control its flow passes through unchanged, and is not retried", async () => {
  // Next.js marks such errors so: those that make a page dynamic, redirect, or give up prerendering.
  for (const digest of ["DYNAMIC_SERVER_USAGE", "NEXT_REDIRECT;replace;/x;307;", "HANGING_PROMISE_REJECTION"]) {
    const signal = Object.assign(new Error("Dynamic server usage"), { digest });
    let count = 0;
    const throws = () => {
      count++;
      throw signal;
    };
    const rejects = async () => throws();
    for (const options of [
      { fetch: throws },
      { fetch: rejects },
      { beforeSend: rejects },
      { ...unsigned, signer: throws },
    ]) {
      count = 0;
      const { client, requests } = clientOf(good, options);
      assert.equal(await failure(client.call(...read)), signal);
      assert.deepEqual([count, requests.length], [1, 0]);
    }
  }
});
