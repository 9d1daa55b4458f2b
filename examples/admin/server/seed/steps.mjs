/** The steps of buyers and sellers on an order, from which plans are made. */
import { readFile } from "node:fs/promises";
import { yuanToFen } from "../../../../pkg/index.node.js";

/**
 * @typedef {object} Scene
 * @property {import("../../../../pkg/index.js").Client} client
 * @property {object} sandbox
 * @property {string} orderId
 * @property {string} [refundId] once one was requested
 * @typedef {{ after: number, run(scene: Scene): Promise<void> | void }} Step hours after the purchase, and the action
 */

/** @returns {(after: number, ...details: any[]) => Step} */
const step =
  (run) =>
  (after, ...details) => ({ after, run: (scene) => run(scene, ...details) });

export const buyer = {
  pay: step(async ({ client, orderId }) => {
    await client.alibaba.order.payBatch({ orderIds: [orderId] });
  }),

  cancel: step(async ({ client, orderId }) => {
    await client.alibaba.order.cancel({ webSite: "1688", orderId, cancelReason: "buyerCancel", remark: "" });
  }),

  receive: step(async ({ client, orderId }) => {
    await client.alibaba.order.confirmReceipt({ orderId });
  }),

  /**
   * `reason`: how its name begins, `share`: of the money for the goods, `items`: of how many sub-orders, `returns`:
   * whether the goods go back, `voucher`: whether a picture is added, `text`: the description.
   */
  refund: step(async (scene, { reason, share = 1, items = Infinity, returns = false, voucher = false, text }) => {
    const { client, orderId } = scene;
    const order = await client.alibaba.order.get({ webSite: "1688", orderId });
    const chosen = order.productItems.slice(0, items);
    const orderEntryIds = chosen.map(({ subItemID }) => subItemID);
    const goodsStatus = whereGoodsAre(order.baseInfo.status, reason);
    const { reasons } = await client.alibaba.refund.reasons({ orderId, orderEntryIds, goodsStatus });
    const paid = chosen.reduce((sum, { itemAmount }) => sum + yuanToFen(itemAmount), 0);
    const application = {
      orderId,
      orderEntryIds,
      goodsStatus,
      disputeRequest: returns ? "returnRefund" : "refund",
      applyPayment: Math.floor(paid * share),
      applyCarriage: 0,
      applyReasonId: reasons.find(({ name }) => name.startsWith(reason) || name.includes(reason)).id,
      description: text,
      vouchers: voucher ? [await upload(client)] : [],
    };
    scene.refundId = (await client.alibaba.refund.create(application)).refundId;
  }),

  sendBack: step(async ({ client, refundId }, logisticsCompanyNo, freightBill) => {
    await client.alibaba.refund.submitReturn({ refundId, logisticsCompanyNo, freightBill });
  }),
};

export const seller = {
  ship: step(({ sandbox, orderId }) => sandbox.ship(orderId)),
  agree: step(({ sandbox, refundId }) => sandbox.sellerAgrees(refundId)),
  refuse: step(({ sandbox, refundId }, reason) => sandbox.sellerRefuses(refundId, reason)),
  takeBack: step(({ sandbox, refundId }) => sandbox.sellerReceives(refundId)),
};

/** Which goodsStatus fits an order of this status; goods that "did not come" are on their way. */
function whereGoodsAre(status, reason) {
  if (status === "waitsellersend") return "refundWaitSellerSend";
  const isMissing = reason === "未收到";
  if (status === "success") return isMissing ? "aftersaleBuyerNotReceived" : "aftersaleBuyerReceived";
  return isMissing ? "refundWaitBuyerReceive" : "refundBuyerReceived";
}

async function upload(client) {
  const imageData = await readFile(new URL("../../../demo/cracked-mug.jpg", import.meta.url));
  const { imageDomain, imageRelativeUrl } = await client.alibaba.refund.uploadVoucher({ imageData });
  return `https://${imageDomain}/${imageRelativeUrl}`;
}
