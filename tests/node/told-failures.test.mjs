/** Failures reported by a proxy in its response: trusted only with a proxy, and only if they are well-formed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as pandapon from "../../pkg/index.node.js";
import { clientOf, failure, once, read } from "./support/vendor.mjs";

const { ApiError, PandaponError } = pandapon;
const page = {
  accessKey: undefined,
  accessSecret: undefined,
  userId: undefined,
  signer: "proxy",
  baseUrl: "https://shop.example/api",
};
const kinds = ["refusal", "authentication", "rateLimit", "gateway"];
const issue = { path: "orderId", code: "missing", message: "orderId is missing" };

/** One failure of each class that a proxy reports, with all its fields. */
const wellFormed = [
  { name: "ValidationError", message: "m", sent: false, issues: [issue] },
  { name: "ValidationError", message: "m", sent: false, issues: [] },
  {
    name: "ApiError",
    message: "m",
    sent: true,
    kind: "refusal",
    code: 4004,
    msg: "no",
    requestId: "r",
    developId: "d",
    status: 200,
  },
  {
    name: "ApiError",
    message: "m",
    sent: true,
    kind: "gateway",
    code: null,
    msg: null,
    requestId: null,
    developId: null,
    status: 502,
  },
  ...kinds.map((kind) => ({
    name: "ApiError",
    message: "m",
    sent: true,
    kind,
    code: 401,
    msg: "no",
    requestId: "r",
    developId: "d",
    status: 401,
  })),
  { name: "ConnectionError", message: "m", sent: false },
  { name: "ConnectionError", message: "m", sent: true },
  { name: "TimeoutError", message: "m", sent: true },
  { name: "DecodeError", message: "m", sent: true, requestId: null, status: 200 },
  { name: "RouteError", message: "m", sent: false },
  { name: "ConfigError", message: "m", sent: false },
  { name: "SignatureError", message: "m", sent: false },
  { name: "ProxyError", message: "m", sent: false, status: 403 },
];

/** The fields of an error that a proxy can set; the others are the page's own. */
function fieldsOf(error) {
  const { endpoint, safety, attempts, ...fields } = { ...error, message: error.message };
  return fields;
}

test("a client without a proxy does not trust failures in a response", async () => {
  for (const record of wellFormed) {
    const text = JSON.stringify({ code: 200, data: { refundId: "TQ1" }, failure: record });
    assert.deepEqual(await clientOf(text).client.call(...once), { refundId: "TQ1" }, record.name);
    const error = await failure(clientOf(JSON.stringify({ failure: record })).client.call(...once));
    assert.deepEqual([error.name, error.sent], ["DecodeError", true]);
  }
});

test("each well-formed failure of a proxy becomes the same error, whatever the HTTP status", async () => {
  for (const record of wellFormed) {
    for (const status of [200, 403, 424, 500]) {
      const { client } = clientOf({ status, body: JSON.stringify({ failure: record }) }, page);
      const error = await failure(client.call(...once));
      assert.ok(error instanceof pandapon[record.name] && error instanceof PandaponError);
      assert.deepEqual(fieldsOf(error), record);
    }
  }
});

/** A value that replaces one of the same kind, or of another. */
const wrongValues = [undefined, null, 5, "x", true, [], {}, [null], ["x"], { toString: 1 }, [{ path: "x", code: "x" }]];

test("a failure of a proxy with missing or invalid fields leaves the outcome in doubt", async () => {
  let refused = 0;
  for (const record of wellFormed) {
    for (const member of Object.keys(record)) {
      for (const value of wrongValues) {
        const body = JSON.stringify({ failure: { ...record, [member]: value } });
        for (const status of [200, 403, 500]) {
          const error = await failure(clientOf({ status, body }, page).client.call(...once));
          assert.ok(error instanceof PandaponError, `${body}: ${error}`);
          assert.ok(error instanceof pandapon[error.name], body);
          if (error.message === "m") {
            assert.equal(error.name, record.name, body);
            assert.equal(typeof error.sent, "boolean");
            if (error.name === "ValidationError")
              assert.ok(error.issues.every(({ path, message }) => `${path}${message}`));
            if (error.name === "ApiError") assert.ok(kinds.includes(error.kind));
            if ("status" in error) assert.equal(typeof error.status, "number");
          } else if (member !== "message" || value === undefined || typeof value !== "string") {
            refused++;
            assert.equal(error.sent, true, body);
          }
        }
      }
    }
  }
  assert.ok(refused > 500);
});

test("unknown classes and other bodies of a proxy leave the outcome in doubt, too", async () => {
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "Error",
    "PandaponError",
    "AbortError",
    "LedgerError",
    "",
    "apierror",
  ];
  const failures = [
    ...names.map((name) => ({ name, message: "m", sent: false, status: 403 })),
    true,
    1,
    "ValidationError",
    [],
    {},
    [wellFormed[0]],
  ];
  for (const record of failures) {
    for (const status of [200, 403, 500]) {
      const { client } = clientOf({ status, body: JSON.stringify({ failure: record }) }, page);
      const error = await failure(client.call(...once));
      assert.ok(error instanceof PandaponError && error instanceof pandapon[error.name], JSON.stringify(record));
      assert.equal(error.sent, true, JSON.stringify(record));
    }
  }
});

test("no field of a failure can change the class of the error", async () => {
  const more = ["__proto__", "constructor", "stack", "cause", "toString", "then", "withResponse", "toJSON", "endpoint"];
  for (const record of wellFormed) {
    const text = JSON.stringify(record).slice(0, -1);
    const members = more.map((name) => `"${name}":{"sent":false,"name":"x"}`);
    const { client } = clientOf({ status: 424, body: `{"failure":${text},${members}}}` }, page);
    const error = await failure(client.call(...read));
    assert.equal(Object.getPrototypeOf(error), pandapon[record.name].prototype);
    assert.deepEqual(fieldsOf(error), record);
    assert.equal(error.cause, undefined);
    assert.match(error.stack, /at /);
    assert.ok(!(record.name !== "ApiError" && error instanceof ApiError));
  }
});
