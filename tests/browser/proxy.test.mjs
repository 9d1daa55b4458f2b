/** A page in headless Chromium whose calls go through a proxy, at the page's own origin, to the sandbox. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { addressParam } from "../node/support/buyer.mjs";
import { launch } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

let browser, server, page;

before(async () => {
  server = await serve();
  // As if the owner of this name had pointed it at the server.
  browser = await launch(["--host-resolver-rules=MAP evil.example 127.0.0.1"]);
});

after(async () => {
  await browser?.close();
  server?.stop();
});

beforeEach(async () => {
  server.calls.length = 0;
  const context = await browser.newContext();
  await context.addCookies([{ name: "session", value: "bob", url: server.address }]);
  page = await context.newPage();
  await page.goto(server.address);
});

/** The audit record of each request to the proxy. */
const outcomes = () => server.calls.map(({ name, outcome, status }) => [name, outcome, status]);

test("search, preview, order: validated in the page, signed on the server, with exact ids", async () => {
  const { orderId, detail, code } = await page.evaluate(async (addressParam) => {
    const { Client } = await import("pandapon");
    const { product, order } = new Client({ baseUrl: "/api", signer: "proxy" }).alibaba;
    const { data } = await product.searchByKeyword({ keyword: "mug" });
    const { offerId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
    const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity }];
    const { orderPreviewResuslt } = await order.preview({ addressParam, cargoParamList });
    const { orderId } = await order.create({ flow: orderPreviewResuslt[0].flowFlag, addressParam, cargoParamList });
    const { data: detail, code } = await order.get({ webSite: "1688", orderId }).withResponse();
    return { orderId, detail, code };
  }, addressParam);
  assert.match(orderId, /^\d{16,}$/);
  assert.equal(detail.baseInfo.id, orderId);
  assert.equal(code, 200);
  assert.ok(server.calls.every(({ outcome }) => outcome === "success"));
  assert.equal(server.calls.length, 5);
});

test("failures are the same errors as without a proxy", async () => {
  const failures = await page.evaluate(async () => {
    const pandapon = await import("pandapon");
    const client = new pandapon.Client({ baseUrl: "/api", signer: "proxy" });
    const failure = async (call) => {
      const error = await call.catch((error) => error);
      const isOne = error instanceof pandapon[error.name] && error instanceof pandapon.PandaponError;
      return [isOne && error.name, error.sent, error.status ?? null];
    };
    return [
      await failure(client.alibaba.order.get({ webSite: "1688", orderId: "1" })),
      await failure(client.alibaba.order.get({ webSite: "1688", orderId: 3305075341149134261 })),
      await failure(client.taobao.product.get({ itemId: "1" })),
      await failure(client.withUser("1688000000002").alibaba.order.list({})),
    ];
  });
  assert.deepEqual(failures, [
    ["ApiError", true, 200],
    ["ValidationError", false, null],
    ["ProxyError", false, 403],
    ["ProxyError", false, 403],
  ]);
});

test("a page of another site cannot make a call: neither by fetch nor by a form", async () => {
  const target = `${server.address}/api/alibaba.order.list`;
  // For a browser, localhost and 127.0.0.1 are different sites; a script opened as a page has no policy.
  await page.goto(`${server.address.replace("127.0.0.1", "localhost")}/worker.js`);
  await page.evaluate(async (target) => {
    const post = { method: "POST", body: "{}", credentials: "include" };
    const headers = { "content-type": "application/json", "x-pandapon-call": "a".repeat(32) };
    for (const init of [{ headers }, { mode: "no-cors" }]) await fetch(target, { ...post, ...init }).catch(() => {});
  }, target);
  await page.setContent(
    `<form method="post" enctype="text/plain" action="${target}"><input name='{"a":"' value='"}'></form>`,
  );
  await Promise.all([page.waitForURL(target), page.evaluate(() => document.querySelector("form").submit())]);
  // JSON and the custom header need a preflight, which is refused; the other requests lack them.
  assert.deepEqual(outcomes(), [
    [null, "ProxyError", 405],
    ["alibaba.order.list", "ProxyError", 415],
    ["alibaba.order.list", "ProxyError", 415],
  ]);
});

test("DNS rebinding: a page whose name points to the server cannot make a call, although its browser sees one site", async () => {
  await page.goto(server.address.replace("127.0.0.1", "evil.example"));
  const answers = await page.evaluate(async () => {
    const statuses = [];
    for (const name of ["alibaba.order.list", "alibaba.order.cancel"]) {
      for (const referrerPolicy of ["strict-origin", "no-referrer"]) {
        const headers = { "content-type": "application/json", "x-pandapon-call": "a".repeat(32) };
        const response = await fetch(`/api/${name}`, { method: "POST", body: "{}", headers, referrerPolicy });
        statuses.push([response.type, response.status]);
      }
    }
    return statuses;
  });
  assert.deepEqual(answers, Array(4).fill(["basic", 403]));
  assert.ok(
    server.calls.every(({ code }) => ["unknown_origin", "cross_site"].includes(code)),
    JSON.stringify(server.calls),
  );
});
