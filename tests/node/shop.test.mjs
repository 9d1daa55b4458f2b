/** examples/shop: compiles under the strictest flags, is short, and buys in the sandbox. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, need } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { addressParam } from "./support/buyer.mjs";
import { compileErrorsOf, moduleOf, textOf } from "./support/document.mjs";

const path = "examples/shop/shop.ts";
const code = textOf(path);
const { createShop } = await import(moduleOf(code));

/** A shop whose push messages come from its sandbox. */
function open(options) {
  let shop;
  const sandbox = createSandbox({ ...options, onPush: (request) => shop.handler(request) });
  shop = createShop({ ...sandbox, client: new Client({ ...sandbox }), addressParam });
  return { sandbox, shop };
}

test("compiles under the strictest flags, in at most 100 lines, without a cast", () => {
  assert.deepEqual(compileErrorsOf({ [path]: code }), []);
  assert.ok(code.trimEnd().split("\n").length <= 100);
  assert.doesNotMatch(code, /\bas (?!const\b)|\bany\b|\w!|@ts-|<\w+>\w/);
});

test("goes from the search to a paid order, and follows it by push messages", async () => {
  const { sandbox, shop } = open();
  const [found] = await shop.search("mug");
  const quote = await shop.quote(found.offerId);
  const orderId = await shop.buy(quote);
  assert.equal(shop.states.get(orderId), "awaitingShipment");
  sandbox.ship(orderId);
  await sandbox.settled();
  assert.equal(shop.states.get(orderId), "awaitingReceipt");
});

test("does not pay an order that costs something else", async () => {
  const { sandbox, shop } = open();
  const [found] = await shop.search("mug");
  const quote = await shop.quote(found.offerId);
  await assert.rejects(shop.buy({ ...quote, fen: quote.fen - 1 }), /costs [\d.]+ yuan, not [\d.]+/);
  const paths = sandbox.requests().map(({ endpoint }) => endpoint);
  assert.ok(!paths.includes("alibaba.order.payUrl"));
});

test("says what is missing, and where", async () => {
  const { shop } = open();
  await assert.rejects(shop.quote("1"), { name: "ApiError" });
  assert.throws(() => need({ orderPreviewResuslt: [] }, "orderPreviewResuslt", 0, "flowFlag"), {
    message: "orderPreviewResuslt[0].flowFlag is missing, and this program needs it",
  });
});
