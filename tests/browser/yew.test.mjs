/** The example of a front end in Rust, in Chromium: Yew, the client's own fetch transport, a signature from the server. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "../../examples/yew/server.mjs";
import { createSandbox } from "../../pkg/sandbox/index.js";

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

const sandbox = createSandbox();
let browser, server, page, traffic;

before(async () => {
  server = serve(0, sandbox);
  await once(server, "listening");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  page = await browser.newPage();
  traffic = [];
  page.on("request", (request) => traffic.push(`${request.url()} ${request.postData() ?? ""}`));
  page.on("response", async (response) => traffic.push(await response.text().catch(() => "")));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test("a search shows products with exact ids", async () => {
  await page.getByLabel("Keyword").fill("mug");
  await page.getByRole("button", { name: "Search" }).click();
  const first = page.getByRole("listitem").first();
  await first.waitFor();
  assert.match(await first.textContent(), /mug.* \d+\.\d\d yuan \d+/i);
  const [{ endpoint, body }] = sandbox.requests().slice(-1);
  assert.equal(endpoint, "alibaba.product.searchByKeyword");
  assert.deepEqual(JSON.parse(body), { keyword: "mug", country: "en" });
});

test("a refusal of the vendor is shown", async () => {
  await page.route("**/vendor/**", (route) =>
    route.fulfill({ json: { code: 500, msg: "not today", requestId: "r1" } }),
  );
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /not today/);
});

test("the secret never reached the page", () => {
  assert.ok(traffic.length > 5);
  assert.ok(traffic.every((text) => !text.includes(sandbox.accessSecret)));
});
