/** Requests go to exactly the intended address: signatures do not cover the path, and URL parsers change some paths. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, ConfigError, RouteError, ValidationError } from "../../pkg/index.node.js";
import { clientOf, credentials, failure, success, thrown } from "./support/vendor.mjs";

const cancel = "taobao.refund.cancel";
const base = "https://api.pandapon.com";

/** Values of a placeholder that a URL parser or a server might resolve. */
const climbing = [
  "",
  ".",
  "..",
  "../pay",
  "../../order/pay",
  "1/..",
  "1/../2",
  "./1",
  "..\\pay",
  "1\\..\\..",
  "..;x",
  "..;/pay",
  "/..",
  "../",
];

for (const refundId of climbing) {
  test(`${JSON.stringify(refundId)} for a placeholder is refused, and nothing is sent`, async () => {
    for (const [name, route] of [
      [cancel, undefined],
      ["alibaba.refund.get", "POST /my/{refundId}/detail"],
      ["alibaba.refund.get", "GET /my/{refundId}"],
    ]) {
      const { client, requests } = clientOf(success(), { routes: route && { [name]: route } });
      const error = await failure(client.call(name, { refundId }));
      assert.ok(error instanceof ValidationError, String(error));
      assert.equal(error.sent, false);
      assert.equal(error.issues[0].path, "refundId");
      assert.match(error.message, /refundId/);
      assert.equal(requests.length, 0);
      assert.ok(thrown(() => client.buildRequest(name, { refundId })) instanceof ValidationError);
    }
  });
}

const harmless = [
  "TQ1",
  "...",
  "a..b",
  ".a",
  "a.",
  "%2e%2e",
  "%2E%2E/",
  "a/b",
  "a\\b",
  "?x#y",
  " .. ",
  "退款",
  ".\t.",
  "..\n",
  "&=+;",
];

for (const refundId of harmless) {
  test(`${JSON.stringify(refundId)} for a placeholder stays one segment of the path for every URL parser`, async () => {
    const { client, requests } = clientOf(success());
    await client.call(cancel, { refundId }, { allowUnlikely: true });
    const prefix = `${base}/open/order/refund/cancel/`;
    assert.equal(requests[0].url, `${prefix}${encodeURIComponent(refundId)}`);
    assert.equal(new URL(requests[0].url).href, requests[0].url);
    assert.equal(decodeURIComponent(requests[0].url.slice(prefix.length)), refundId);
  });
}

/** Paths that a URL parser, or a server that decodes them, changes. */
const unfit = [
  "/a/../b",
  "/..",
  "/a/..",
  "/.",
  "/./a",
  "/a/%2e%2e/b",
  "/a/.%2E/b",
  "/a/%2e./b",
  "/a/%2e",
  "/%/../b",
  "/%2/.",
  "/a/..%2fb",
  "/a%2F..%2Fb",
  "/a/..%5Cb",
  "/a\\..\\b",
  "/a\\b",
  "/a/..;/b",
  "/a/..%3B/b",
  "/a#b",
  "/a?b#c",
  "/a/..?b=1",
  "/a\tb",
  "/a/.\n./b",
  "/a b",
  " /a",
  "a",
  "",
];

for (const path of unfit) {
  test(`the path ${JSON.stringify(path)} is refused, and nothing is sent`, async () => {
    const { client, requests } = clientOf(success());
    for (const method of ["GET", "POST"]) {
      const error = await failure(client.request({ method, path }));
      assert.ok(error instanceof ConfigError, String(error));
      assert.match(error.message, /^path must/);
      assert.equal(error.sent, false);
    }
    assert.equal(requests.length, 0);
    const routes = { "alibaba.refund.carriers": `GET ${path}` };
    assert.ok(thrown(() => new Client({ ...credentials, routes })) instanceof RouteError);
  });
}

for (const path of [
  "/a",
  "/a/...",
  "/a/..b/.c",
  "/a?b=../c",
  "/a?b=%2e%2e/",
  "/a/%252e%252e/b",
  "/a//b",
  "/a;b/c",
  "/%41",
  "/a%",
]) {
  test(`the path ${JSON.stringify(path)} is sent unchanged`, async () => {
    const { client, requests } = clientOf(success());
    await client.request({ method: "GET", path });
    assert.equal(requests[0].url, base + path);
    assert.equal(new URL(requests[0].url).href, base + path);
  });
}

test("a base URL that a URL parser would change is refused", () => {
  for (const baseUrl of [
    `${base}/a/../b`,
    `${base}/..`,
    `${base}/%2e%2e/b`,
    `${base}\\a`,
    "https://..",
    `${base}/a/.`,
  ]) {
    const error = thrown(() => new Client({ ...credentials, baseUrl }));
    assert.ok(error instanceof ConfigError, baseUrl);
    assert.match(error.message, /^baseUrl must/);
  }
});
