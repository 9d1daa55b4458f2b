/** Existing ids of a sandbox for generated requests, which would otherwise all be refused for unknown ids. */
import { Client } from "../../pkg/index.node.js";
import { addressParam } from "../node/support/buyer.mjs";

/**
 * Buys until there are orders in every state.
 *
 * @param {object} access of the sandbox
 * @returns {Promise<Record<string, (string | number)[]>>} values by the names of their params
 */
export async function stock(access) {
  const { product, order, refund } = new Client(access).alibaba;
  const page = await product.searchByKeyword({ keyword: "mug" });
  const { offerId, productSkuInfos } = await product.get({ offerId: page.data[0].offerId });
  const { specId, skuId } = productSkuInfos[0];
  const orderParams = { flow: "general", addressParam, cargoParamList: [{ offerId, specId, quantity: 6 }] };
  const orderIds = [];
  for (let count = 0; count < 4; count++) orderIds.push((await order.create(orderParams)).orderId);
  for (const orderId of orderIds.slice(1)) await order.payUrl({ orderId });
  for (const orderId of orderIds.slice(2)) await post(access, "ship", { orderId });
  const { productItems, baseInfo } = await order.get({ webSite: "1688", orderId: orderIds[3] });
  const orderEntryIds = productItems.map(({ subItemID }) => subItemID);
  const goods = { orderId: orderIds[3], orderEntryIds, goodsStatus: "refundWaitBuyerReceive" };
  const { reasons } = await refund.reasons(goods);
  const reason = reasons.find(({ needVoucher }) => !needVoucher);
  const claim = { disputeRequest: "refund", applyPayment: 100, applyCarriage: 0, description: "too late" };
  const { refundId } = await refund.create({ ...goods, ...claim, applyReasonId: reason.id });
  return {
    offerId: [offerId],
    specId: [specId],
    skuId: [skuId],
    keyword: ["mug", "suitcase"],
    webSite: ["1688"],
    flow: ["general"],
    orderId: orderIds,
    orderIds,
    orderEntryIds,
    refundId: [refundId],
    disputeRequest: ["refund", "returnRefund"],
    goodsStatus: ["refundWaitBuyerReceive", "refundBuyerReceived"],
    applyReasonId: [reason.id],
    applyPayment: [100],
    applyCarriage: [0],
    quantity: [6, 12],
    sellerOpenId: [baseInfo.sellerOpenId ?? page.data[0].sellerOpenId].filter(Boolean),
    country: ["en", "vi"],
    language: ["en", "vi"],
    page: [1],
    pageNo: [1],
    beginPage: [1],
    pageSize: [10, 20],
  };
}

async function post({ baseUrl }, name, members) {
  const answer = await fetch(`${baseUrl}/sandbox/control/${name}`, { method: "POST", body: JSON.stringify(members) });
  if (!answer.ok) throw new Error(await answer.text());
}
