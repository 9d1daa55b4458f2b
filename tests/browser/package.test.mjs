/** The package in a page: headless Chromium, a strict Content-Security-Policy, without a bundler. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { addressParam } from "../node/support/buyer.mjs";
import { launch } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

const credentials = { accessKey: "0123456789abcdef", accessSecret: "fedcba9876543210", userId: "1688000000001" };

let browser, server, page, complaints;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

/** Opens a page that imports the package by name, and records errors of the browser. */
async function open(path) {
  page = await browser.newPage();
  complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(server.address + path);
}

beforeEach(async () => {
  server.requests.length = 0;
  await open("/");
});

afterEach(() => page.close());

/** Returns the error of a call in the page, as plain data. */
const failing = (kind, options = {}) =>
  page.evaluate(
    async ({ baseUrl, credentials, options }) => {
      const pandapon = await import("pandapon");
      const client = new pandapon.Client({ ...credentials, baseUrl, dangerouslyAllowBrowser: true, ...options });
      const name = "alibaba.refund.get";
      try {
        return { data: await client.call(name, { refundId: "TQ1" }, { maxRetries: 0 }) };
      } catch (error) {
        const classes = Object.keys(pandapon).filter(
          (name) => name.endsWith("Error") && error instanceof pandapon[name],
        );
        return { classes: classes.sort(), message: error.message, sent: error.sent, status: error.status };
      }
    },
    { baseUrl: `${server.address}/vendor/${kind}`, credentials, options },
  );

test("a purchase in short: search, preview, order, pay, push, voucher, refund, return", async () => {
  const story = await page.evaluate(async (addressParam) => {
    const { Client, yuanToFen } = await import("pandapon");
    const { createSandbox } = await import("pandapon/sandbox");
    const { verifyCallback } = await import("pandapon/sign");
    const sandbox = createSandbox();
    const { product, order, refund } = new Client({ ...sandbox }).alibaba;
    const { data } = await product.searchByKeyword({ keyword: "mug" });
    const { offerId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
    const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity }];
    const { orderPreviewResuslt } = await order.preview({ addressParam, cargoParamList });
    const flow = orderPreviewResuslt[0].flowFlag;
    const { orderId } = await order.create({ flow, addressParam, cargoParamList });
    await order.payUrl({ orderId });
    sandbox.ship(orderId);
    const { productItems } = await order.get({ webSite: "1688", orderId });
    const goods = {
      orderId,
      orderEntryIds: productItems.map(({ subItemID }) => subItemID),
      goodsStatus: "refundBuyerReceived",
    };
    const { reasons } = await refund.reasons(goods);
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
    const { imageDomain, imageRelativeUrl } = await refund.uploadVoucher({ imageData: jpeg });
    const { refundId } = await refund.create({
      ...goods,
      disputeRequest: "returnRefund",
      applyPayment: yuanToFen(productItems[0].itemAmount),
      applyCarriage: 0,
      applyReasonId: reasons.find(({ needVoucher }) => needVoucher).id,
      description: "cracked",
      vouchers: [`https://${imageDomain}/${imageRelativeUrl}`],
    });
    sandbox.sellerAgrees(refundId);
    const [{ companyNo }] = await refund.carriers();
    await refund.submitReturn({ refundId, logisticsCompanyNo: companyNo, freightBill: "73120000000001" });
    sandbox.sellerReceives(refundId);
    const { status } = await refund.get({ refundId });
    const { accessKey, accessSecret } = sandbox;
    const pushes = sandbox.pushes().map((push) => verifyCallback({ accessKey, accessSecret, ...push }));
    return { orderId, refundId, status, pushes };
  }, addressParam);
  assert.match(story.orderId, /^\d{19}$/);
  assert.match(story.refundId, /^TQ\d+$/);
  assert.equal(story.status, "refundsuccess");
  // Created, paid, shipped and closed, one about the parcel, and four about the refund.
  assert.deepEqual(story.pushes, Array(9).fill(true));
  assert.deepEqual(complaints, []);
});

test("the browser's fetch sends the signed headers, and the response keeps all digits", async () => {
  const { data } = await failing("good");
  assert.deepEqual(data, { refundId: "3305075341149134261" });
  const [{ method, url, headers, body }] = server.requests;
  assert.equal(`${method} ${url}`, "POST /vendor/good/alibaba/refund/info");
  assert.equal(headers["access-key"], credentials.accessKey);
  assert.equal(headers["user-id"], credentials.userId);
  assert.match(headers["nonce-str"], /^[A-Za-z0-9]{32}$/);
  assert.match(headers.signature, /^[0-9A-F]{32}$/);
  assert.equal(body, '{"refundId":"TQ1"}');
  assert.deepEqual(complaints, []);
});

test("a bad call is refused before anything is sent, and the next call works", async () => {
  const outcome = await page.evaluate(async () => {
    const { Client, ValidationError } = await import("pandapon");
    const { createSandbox } = await import("pandapon/sandbox");
    const { refund, order } = new Client({ ...createSandbox() }).alibaba;
    const cyclic = { orderId: "1" };
    cyclic.vouchers = [cyclic];
    const issues = [];
    for (const params of [null, cyclic, document.body, new Proxy([], {}), { orderId: NaN, description: new Date() }]) {
      const error = await refund.create(params).catch((error) => error);
      issues.push(error instanceof ValidationError && error.issues.length > 0);
    }
    const { totalRecord } = await order.list({});
    return { issues, totalRecord };
  });
  assert.deepEqual(outcome, { issues: Array(5).fill(true), totalRecord: 0 });
  assert.deepEqual(complaints, []);
});

test("abort: the call rejects with an AbortError, whose cause is the signal's reason, and the request ends", async () => {
  const error = await page.evaluate(
    async ({ baseUrl, credentials }) => {
      const { Client } = await import("pandapon");
      const client = new Client({ ...credentials, baseUrl, dangerouslyAllowBrowser: true });
      const controller = new AbortController();
      const call = client.call("alibaba.refund.get", { refundId: "TQ1" }, { signal: controller.signal });
      setTimeout(() => controller.abort("enough"), 100);
      return call.catch(({ name, cause, sent }) => ({ name, cause, sent }));
    },
    { baseUrl: `${server.address}/vendor/slow`, credentials },
  );
  assert.deepEqual(error, { name: "AbortError", cause: "enough", sent: true });
  assert.equal(server.requests.length, 1);
});

test("no response in time: TimeoutError", async () => {
  const { classes, sent } = await failing("slow", { timeout: 100 });
  assert.deepEqual(classes, ["PandaponError", "TimeoutError"]);
  assert.equal(sent, true);
});

test("a broken connection: `sent` is true, because a browser does not say whether it was", async () => {
  const { classes, sent, message } = await failing("broken");
  assert.deepEqual(classes, ["ConnectionError", "PandaponError"]);
  assert.equal(sent, true);
  assert.match(message, /it changes nothing, so it can be repeated/);
});

test("a redirect is not followed, although a browser reports it as status 0", async () => {
  const { classes, message } = await failing("redirect");
  assert.deepEqual(classes, ["ApiError", "PandaponError"]);
  assert.match(message, /redirects, which is not followed: check baseUrl/);
  assert.ok(server.requests.every(({ url }) => !url.includes("strayed")));
});

test("a secret in a page is refused without dangerouslyAllowBrowser", async () => {
  const outcomes = await page.evaluate(async (credentials) => {
    const { Client, ConfigError } = await import("pandapon");
    const { accessSecret, ...open } = credentials;
    const outcome = (options) => {
      try {
        return new Client(options) instanceof Client;
      } catch (error) {
        return error instanceof ConfigError && error.message.includes("dangerouslyAllowBrowser")
          ? "refused"
          : error.message;
      }
    };
    return [
      outcome(credentials),
      outcome({ ...credentials, dangerouslyAllowBrowser: true }),
      outcome({ ...open, signer: async () => "A".repeat(32) }),
    ];
  }, credentials);
  assert.deepEqual(outcomes, ["refused", true, true]);
  assert.deepEqual(complaints, []);
});

test("a module worker: a secret is refused although there is no window", async () => {
  const [refused, found] = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker("/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  assert.match(refused, /^an accessSecret in a page or a worker of one can be read by everybody/);
  assert.equal(found, 1);
  assert.deepEqual(complaints, []);
});

for (const folder of ["pkg", "untyped"]) {
  test(`pandapon/slim loads its wasm from /${folder}, with the right content type or without`, async () => {
    const found = await page.evaluate(async (folder) => {
      const { Client, init } = await import("pandapon/slim");
      const { createSandbox } = await import("pandapon/sandbox");
      await init(`/${folder}/wasm/pandapon_bg.wasm`);
      const client = new Client({ ...createSandbox() });
      const { data } = await client.alibaba.product.searchByKeyword({ keyword: "mug" });
      return data[0].offerId;
    }, folder);
    assert.match(found, /^\d+$/);
    assert.deepEqual(complaints, []);
  });
}
