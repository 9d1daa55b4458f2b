/** `pandapon/states`: the sandbox's orders and refunds, through the eyes of a program that asks for their states. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { Client, parseEvent, unlisted } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import * as states from "../../pkg/states/index.js";
import { addressParam } from "./support/buyer.mjs";

const { OrderStatus, orderState, RefundStatus, refundState, Topic } = states;

const ORDER = [
  "isAwaitingPayment",
  "isPaid",
  "isAwaitingShipment",
  "isShipped",
  "isAwaitingReceipt",
  "isFinished",
  "isClosed",
];
const REFUND = [
  "isRefundRequested",
  "isRefundRefused",
  "isRefundAgreed",
  "isAwaitingReturn",
  "isReturning",
  "isRefunded",
  "isRefundClosed",
];

/** The questions that are answered with yes. */
const holds = (names, subject) => names.filter((name) => states[name](subject));

/** A sandbox with an order that waits for payment. */
async function shop() {
  const sandbox = createSandbox();
  const { order, product, refund } = new Client({ ...sandbox }).alibaba;
  const { offerId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: "701901950237" });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity }];
  const { orderId } = await order.create({ flow: "general", addressParam, cargoParamList });
  const read = () => order.get({ webSite: "1688", orderId });
  return { sandbox, order, refund, orderId, read };
}

describe("an order", () => {
  test("from its creation to its end", async () => {
    const { sandbox, order, orderId, read } = await shop();
    assert.equal(orderState(await read()), "awaitingPayment");
    assert.deepEqual(holds(ORDER, await read()), ["isAwaitingPayment"]);
    await order.payUrl({ orderId });
    assert.equal(orderState(await read()), "awaitingShipment");
    assert.deepEqual(holds(ORDER, await read()), ["isPaid", "isAwaitingShipment"]);
    sandbox.ship(orderId);
    assert.equal(orderState(await read()), "awaitingReceipt");
    assert.deepEqual(holds(ORDER, await read()), ["isPaid", "isShipped", "isAwaitingReceipt"]);
    await order.confirmReceipt({ orderId });
    assert.equal(orderState(await read()), "finished");
    assert.deepEqual(holds(ORDER, await read()), ["isPaid", "isShipped", "isFinished"]);
  });

  test("that is cancelled", async () => {
    const { sandbox, orderId, read } = await shop();
    sandbox.closeOrder(orderId);
    assert.equal(orderState(await read()), "closed");
    assert.deepEqual(holds(ORDER, await read()), ["isClosed"]);
  });

  test("by its push messages, and by its word alone", async () => {
    const { sandbox, order, orderId } = await shop();
    await order.payUrl({ orderId });
    const bodies = sandbox.pushes().map(({ body }) => parseEvent(body).messageBody);
    assert.deepEqual(bodies.map(orderState), ["awaitingPayment", "awaitingShipment"]);
    assert.equal(orderState(OrderStatus.WaitSellerSend), "awaitingShipment");
  });

  test("of Taobao and of Xport KA, by words and by codes", () => {
    for (const status of ["WAIT_SELLER_SEND_GOODS", 10, "10"]) {
      assert.deepEqual(holds(ORDER, { status }), ["isPaid", "isAwaitingShipment"], String(status));
    }
    assert.deepEqual(holds(ORDER, { status: 0 }), ["isAwaitingPayment"]);
    assert.deepEqual(holds(ORDER, { orderStatus: "WAITING_FOR_SENT" }), ["isPaid", "isAwaitingShipment"]);
    assert.deepEqual(holds(ORDER, { status: "BULIDING" }), []);
  });
});

describe("a refund", () => {
  /** A refund of a shipped order whose goods go back. */
  async function returning() {
    const { sandbox, order, refund, orderId, read } = await shop();
    await order.payUrl({ orderId });
    sandbox.ship(orderId);
    const { productItems } = await read();
    const orderEntryIds = productItems.map(({ subItemID }) => subItemID);
    const goodsStatus = "refundBuyerReceived";
    const { reasons } = (await refund.reasons({ orderId, orderEntryIds, goodsStatus })) ?? {};
    const { refundId } = await refund.create({
      orderId,
      orderEntryIds,
      goodsStatus,
      disputeRequest: "returnRefund",
      applyPayment: Math.round(productItems.reduce((sum, { itemAmount }) => sum + 100 * Number(itemAmount), 0)),
      applyCarriage: 0,
      applyReasonId: reasons.find(({ needVoucher }) => !needVoucher).id,
      description: "wrong colour",
    });
    return { sandbox, refund, orderId, refundId, read, get: () => refund.get({ refundId }) };
  }

  test("with a return, to the money", async () => {
    const { sandbox, refund, refundId, get, read } = await returning();
    assert.deepEqual(holds(REFUND, await get()), ["isRefundRequested"]);
    sandbox.sellerAgrees(refundId);
    assert.equal(refundState(await get()), "awaitingReturn");
    assert.deepEqual(holds(REFUND, await get()), ["isRefundAgreed", "isAwaitingReturn"]);
    const [carrier] = await refund.carriers();
    await refund.submitReturn({ refundId, logisticsCompanyNo: carrier.companyNo, freightBill: "SF123456" });
    assert.deepEqual(holds(REFUND, await get()), ["isRefundAgreed", "isReturning"]);
    sandbox.sellerReceives(refundId);
    assert.deepEqual(holds(REFUND, await get()), ["isRefundAgreed", "isRefunded"]);
    const { productItems } = await read();
    assert.deepEqual(holds(REFUND, productItems[0]), ["isRefundAgreed", "isRefunded"]);
  });

  test("that the seller refuses", async () => {
    const { sandbox, refundId, get } = await returning();
    sandbox.sellerRefuses(refundId, "used");
    assert.equal(refundState(await get()), "refused");
    assert.deepEqual(holds(REFUND, await get()), ["isRefundRefused"]);
  });

  test("of Taobao, by its code", () => {
    assert.equal(refundState({ refundOrderAggregate: { refundOrder: { refundStatus: 100 } } }), "refunded");
    assert.equal(refundState({ refundStatus: -10 }), "refused");
    assert.equal(refundState({ refundStatus: 0 }), null);
  });
});

test("what is not known is no state, so that nothing is paid or shipped by mistake", () => {
  const nothings = [
    undefined,
    null,
    {},
    [],
    "",
    "new",
    unlisted("waitsellersent"),
    1,
    9,
    { baseInfo: null },
    { status: {} },
  ];
  for (const nothing of [...nothings, "__proto__", "constructor", { status: "__proto__" }, true]) {
    assert.equal(orderState(nothing), null);
    assert.equal(refundState(nothing), null);
    assert.deepEqual(holds([...ORDER, ...REFUND], nothing), []);
  }
});

test("the lists of this file have every question", () => {
  const questions = Object.keys(states).filter((name) => /^is[A-Z]/.test(name));
  assert.deepEqual(questions.toSorted(), [...ORDER, ...REFUND].toSorted());
});

test("constants are the words of the types, and cannot be changed", () => {
  assert.equal(OrderStatus.WaitBuyerPay, "waitbuyerpay");
  assert.equal(RefundStatus.RefundSuccess, "refundsuccess");
  assert.equal(Topic.Paid, "ORDER_BUYER_VIEW_ORDER_PAY");
  assert.throws(() => {
    OrderStatus.WaitBuyerPay = "paid";
  }, TypeError);
  const types = readFileSync(new URL("../../pkg/endpoints.d.ts", import.meta.url), "utf8");
  for (const [name, words] of Object.entries(states).filter(([, value]) => typeof value === "object")) {
    const [, listed] = new RegExp(`\\ttype ${name} =((?:\\n\\t\\t\\| .*)+);`).exec(types) ?? assert.fail(name);
    assert.deepEqual(
      Object.values(words),
      [...listed.matchAll(/"(.*)"/g)].map(([, word]) => word),
      name,
    );
  }
});
