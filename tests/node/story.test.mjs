/** A whole purchase with the sandbox: buying from two sellers, receiving, returning, and refusals on the way. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ApiError, Client, yuanToFen } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { verifyCallback } from "../../pkg/sign/index.js";
import { addressParam, refundOf } from "./support/buyer.mjs";
import { failure } from "./support/vendor.mjs";

const picture = readFileSync(new URL("../../examples/demo/cracked-mug.jpg", import.meta.url));

const NOW = 1_763_800_000_000;

/** A buyer with its own sandbox. The clocks of the sandbox and of the runtime are mocked. */
function buyer(t) {
  t.mock.timers.enable({ apis: ["Date"], now: NOW });
  const clock = { now: NOW };
  const sandbox = createSandbox({ seed: 7, now: () => clock.now });
  const client = new Client({ ...sandbox });
  const { product, order, refund } = client.alibaba;
  return { sandbox, clock, client, product, order, refund };
}

/** Returns a line of an order with the product's first SKU. */
async function line({ product }, keyword, quantity) {
  const { data } = await product.searchByKeyword({ keyword, country: "en" });
  const { offerId, sellerOpenId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
  return { offerId, specId: productSkuInfos[0].specId, quantity: quantity ?? minOrderQuantity, sellerOpenId };
}

/** Orders and pays these lines. Returns the orders. */
async function buy(actor, ...lines) {
  const created = await actor.order.createBatch({ flow: "general", addressParam, cargoParamList: lines });
  const ids = created.map(({ baseInfo }) => baseInfo.id);
  await actor.order.payBatch({ orderIds: ids });
  return Promise.all(ids.map((orderId) => actor.order.get({ webSite: "1688", orderId })));
}

/** Returns the messages since the last call, verified, as `type status`. */
function messages({ sandbox }) {
  return sandbox.pushes().map(({ body, authorization }) => {
    const { accessKey, accessSecret } = sandbox;
    assert.ok(verifyCallback({ accessKey, accessSecret, body, authorization }));
    assert.ok(!verifyCallback({ accessKey, accessSecret, body: `${body} `, authorization }));
    const { messageType, messageBody, messagePlatform } = JSON.parse(body);
    assert.equal(messagePlatform, 1);
    return [messageType.replace(/^1688_(ORDER_BUYER_VIEW_)?/, ""), messageBody.currentStatus].filter(Boolean).join(" ");
  });
}

const status = async ({ refund }, refundId) => (await refund.get({ refundId })).status;
const stateOf = async ({ order }, orderId) => (await order.get({ webSite: "1688", orderId })).baseInfo.status;

test("two sellers: preview, orders, payment, shipment and receipt, with the messages of each step", async (t) => {
  const actor = buyer(t);
  const lines = [await line(actor, "suitcase", 2), await line(actor, "mug")];

  const { orderPreviewResuslt: previews } = await actor.order.previewBatch({ addressParam, cargoParamList: lines });
  assert.equal(previews.length, 2);
  for (const { sumPayment, sumCarriage, sumPaymentNoCarriage } of previews) {
    assert.equal(sumPayment, sumCarriage + sumPaymentNoCarriage);
  }

  const created = await actor.order.createBatch({
    flow: previews[0].flowFlag,
    tradeType: previews[0].tradeModeNameList[0],
    addressParam,
    cargoParamList: lines,
  });
  assert.deepEqual(
    created.map(({ baseInfo }) => yuanToFen(baseInfo.totalAmount)),
    previews.map(({ sumPayment }) => sumPayment),
  );
  const ids = created.map(({ baseInfo }) => baseInfo.id);
  for (const id of ids) assert.match(id, /^\d{19}$/);
  assert.deepEqual(messages(actor), ["BUYER_MAKE waitbuyerpay", "BUYER_MAKE waitbuyerpay"]);

  const payment = await actor.order.payUrl({ orderId: ids[0] });
  assert.equal(payment.protocolPaySuccess, true);
  await actor.order.payBatch({ orderIds: [ids[1]] });
  assert.deepEqual(await Promise.all(ids.map((id) => stateOf(actor, id))), ["waitsellersend", "waitsellersend"]);
  assert.deepEqual(messages(actor), ["ORDER_PAY waitsellersend", "ORDER_PAY waitsellersend", "ORDER_BATCH_PAY"]);

  for (const id of ids) actor.sandbox.ship(id);
  const { logisticsTrace } = await actor.order.tracking({ webSite: "1688", orderId: ids[0] });
  assert.ok(logisticsTrace[0].logisticsBillNo);
  assert.equal(await stateOf(actor, ids[0]), "waitbuyerreceive");
  const shipped = ["ANNOUNCE_SENDGOODS waitbuyerreceive", "LOGISTICS_BUYER_VIEW_TRACE"];
  assert.deepEqual(messages(actor), [...shipped, ...shipped]);

  const { success } = await actor.order.confirmReceipt({
    orderId: ids[0],
    orderEntryIds: created[0].productItems.map(({ subItemID }) => subItemID),
  });
  assert.equal(success, true);
  assert.equal(await stateOf(actor, ids[0]), "success");
  assert.deepEqual(messages(actor), [
    "ORDER_COMFIRM_RECEIVEGOODS confirm_goods_and_has_subsidy",
    "ORDER_SUCCESS success",
  ]);

  const { result, totalRecord } = await actor.order.list({ page: 1, pageSize: 20 });
  assert.equal(totalRecord, 2);
  assert.deepEqual(result.map(({ baseInfo }) => baseInfo.id).sort(), [...ids].sort());
});

test("a refund with return, state by state: voucher, agreement, waybill, payment", async (t) => {
  const actor = buyer(t);
  const [bought] = await buy(actor, await line(actor, "mug"));
  actor.sandbox.ship(bought.baseInfo.id);
  const goods = {
    orderId: bought.baseInfo.id,
    orderEntryIds: bought.productItems.map(({ subItemID }) => subItemID),
    goodsStatus: "refundBuyerReceived",
  };
  const { reasons } = await actor.refund.reasons(goods);
  const reason = reasons.find(({ needVoucher }) => needVoucher);
  const { imageDomain, imageRelativeUrl } = await actor.refund.uploadVoucher({ imageData: new Uint8Array(picture) });
  const application = refundOf(bought, {
    ...goods,
    disputeRequest: "returnRefund",
    applyReasonId: reason.id,
    vouchers: [`https://${imageDomain}/${imageRelativeUrl}`],
  });
  messages(actor);

  const { refundId } = await actor.refund.create(application);
  assert.match(refundId, /^TQ\d+$/);
  assert.equal(await status(actor, refundId), "waitselleragree");

  const early = { refundId, logisticsCompanyNo: "ZTO", freightBill: "73120000000001" };
  const refused = await actor.refund.submitReturn(early);
  assert.deepEqual([refused.success, refused.errorCode], [false, "4007"]);

  actor.sandbox.sellerAgrees(refundId);
  assert.equal(await status(actor, refundId), "waitbuyersend");

  const carriers = await actor.refund.carriers();
  const carrier = carriers.find(({ companyNo }) => companyNo === "ZTO");
  const sent = { refundId, logisticsCompanyNo: carrier.companyNo, freightBill: "73120000000001" };
  assert.equal((await actor.refund.submitReturn(sent)).success, true);
  assert.equal(await status(actor, refundId), "waitsellerreceive");

  actor.sandbox.sellerReceives(refundId);
  const detail = await actor.refund.get({ refundId });
  assert.equal(detail.status, "refundsuccess");
  assert.equal(detail.refundId, refundId);
  assert.equal(detail.orderId, bought.baseInfo.id);
  assert.equal(detail.refundPayment, application.applyPayment);
  assert.equal(detail.freightBill, "73120000000001");
  const after = await actor.order.get({ webSite: "1688", orderId: bought.baseInfo.id });
  assert.equal(yuanToFen(after.baseInfo.refund), application.applyPayment);
  assert.equal(after.productItems[0].refundStatus, "REFUND_SUCCESS");
  assert.deepEqual(
    messages(actor).filter((message) => message.includes("REFUND")),
    ["waitselleragree", "waitbuyersend", "waitsellerreceive", "refundsuccess"].map(
      (state) => `ORDER_BUYER_REFUND_IN_SALES ${state}`,
    ),
  );
});

test("a refund before shipment: the whole amount or nothing", async (t) => {
  const actor = buyer(t);
  const [bought] = await buy(actor, await line(actor, "suitcase", 1));
  const application = refundOf(bought);
  const part = await failure(actor.refund.create({ ...application, applyPayment: application.applyPayment - 1 }));
  assert.ok(part instanceof ApiError);
  assert.equal(part.code, 5011);
  const freight = yuanToFen(bought.baseInfo.shippingFee);
  const { refundId } = await actor.refund.create({ ...application, applyCarriage: freight });
  actor.sandbox.sellerAgrees(refundId);
  assert.equal(await status(actor, refundId), "refundsuccess");
  assert.equal(await stateOf(actor, bought.baseInfo.id), "cancel");
});

test("a seller who refuses: the refund waits for the buyer, with the reason", async (t) => {
  const actor = buyer(t);
  const [bought] = await buy(actor, await line(actor, "mug"));
  const { refundId } = await actor.refund.create(refundOf(bought));
  actor.sandbox.sellerRefuses(refundId, "already packed");
  const detail = await actor.refund.get({ refundId });
  assert.equal(detail.status, "waitbuyermodify");
  assert.equal(detail.rejectReason, "already packed");
  assert.throws(() => actor.sandbox.sellerAgrees(refundId), Error);
});

test("refusals of the vendor are ApiErrors with their codes", async (t) => {
  const actor = buyer(t);
  const [bought] = await buy(actor, await line(actor, "mug"));
  actor.sandbox.ship(bought.baseInfo.id);
  const received = { goodsStatus: "refundBuyerReceived", disputeRequest: "returnRefund" };
  const voucher = await actor.refund.uploadVoucher({ imageData: picture });
  const vouchers = [`https://${voucher.imageDomain}/${voucher.imageRelativeUrl}`];
  const refusals = [
    [5001, { orderId: "1" }],
    [5004, { goodsStatus: "refundWaitBuyerReceive", applyReasonId: "1" }],
    [5005, { ...received, applyReasonId: "20021" }],
    [5005, { ...received, applyReasonId: "20021", vouchers: ["https://elsewhere.example/a.jpg"] }],
    [5006, { ...received, applyReasonId: "990004", applyCarriage: 1 }],
    [5010, { goodsStatus: "aftersaleBuyerReceived" }],
    [5011, { ...received, applyReasonId: "20021", vouchers, applyPayment: 100_000_000 }],
  ];
  for (const [code, changes] of refusals) {
    const error = await failure(actor.refund.create(refundOf(bought, changes)));
    assert.ok(error instanceof ApiError, `${code}: ${error}`);
    assert.equal(error.code, code, error.message);
    assert.ok(error.requestId);
  }
  const application = refundOf(bought, { ...received, applyReasonId: "20021", vouchers });
  await actor.refund.create(application);
  assert.equal((await failure(actor.refund.create(application))).code, 5010, "the same application again");
});

test("an order cannot be cancelled within ten seconds of its creation, and not once it is paid", async (t) => {
  const actor = buyer(t);
  const order = { flow: "general", addressParam, cargoParamList: [await line(actor, "mug")] };
  const [first, second] = [await actor.order.createBatch(order), await actor.order.createBatch(order)].flat();
  const cancel = (orderId) => actor.order.cancel({ webSite: "1688", orderId, cancelReason: "buyerCancel" });
  assert.match((await failure(cancel(first.baseInfo.id))).msg, /^CLOSE_ORDER_TOO_FAST/);
  actor.clock.now += 10_000;
  assert.equal(await cancel(first.baseInfo.id), true);
  assert.equal(await stateOf(actor, first.baseInfo.id), "cancel");
  await actor.order.payUrl({ orderId: second.baseInfo.id });
  assert.match((await failure(cancel(second.baseInfo.id))).msg, /^ORDER_STATUS_ERROR/);
});

test("a sub-account cannot see another's orders", async (t) => {
  const actor = buyer(t);
  const [bought] = await buy(actor, await line(actor, "mug"));
  const other = actor.client.withUser("1688000000002").alibaba;
  assert.equal((await other.order.list({})).totalRecord, 0);
  assert.ok((await failure(other.order.get({ webSite: "1688", orderId: bought.baseInfo.id }))) instanceof ApiError);
  assert.equal((await failure(other.refund.create(refundOf(bought)))).code, 5002);
});

test("a wrong clock and a wrong secret are refused, and the error says why", async (t) => {
  const { sandbox, clock, client } = buyer(t);
  const wrong = new Client({ ...sandbox, accessSecret: "another" });
  assert.ok((await failure(wrong.alibaba.order.list({}))) instanceof ApiError);
  clock.now += 601_000;
  assert.ok((await failure(client.alibaba.order.list({}))) instanceof ApiError);
  clock.now -= 601_000;
  assert.deepEqual((await client.alibaba.order.list({})).result, []);
});

test("the same seed has the same data; two sandboxes are independent", async () => {
  const [one, two, three] = [createSandbox({ seed: 1 }), createSandbox({ seed: 1 }), createSandbox({ seed: 2 })];
  assert.equal(one.accessSecret, two.accessSecret);
  assert.notEqual(one.accessSecret, three.accessSecret);
  const [first, second] = [one, two].map((sandbox) => new Client({ ...sandbox }).alibaba);
  const cargoParamList = [await line(first, "mug")];
  await first.order.createBatch({ flow: "general", addressParam, cargoParamList });
  assert.equal((await first.order.list({})).totalRecord, 1);
  assert.equal((await second.order.list({})).totalRecord, 0);
});
