/** Buyers at a sandbox: their address, and the params of their orders and refunds. */
import { Client, yuanToFen } from "../../../pkg/index.node.js";
import { createSandbox } from "../../../pkg/sandbox/index.js";

export const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "0571-88888888",
  provinceText: "浙江省",
  cityText: "杭州市",
  areaText: "滨江区",
  townText: "长河镇",
  address: "网商路699号",
};

/** The order endpoints of a sandbox over HTTP, without retries. */
export const ordersOf = ({ access }) => new Client({ ...access, maxRetries: 0 }).alibaba.order;

/** The params of an order of six mugs at a sandbox over HTTP. */
export async function orderParamsOf({ access }) {
  const { product } = new Client(access).alibaba;
  const { data } = await product.searchByKeyword({ keyword: "mug" });
  const { offerId, productSkuInfos } = await product.get({ offerId: data[0].offerId });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  return { flow: "general", addressParam, cargoParamList };
}

/** A buyer at a sandbox in memory, with the params of an order of two SKUs of one seller. */
export async function buyer(sandboxOptions, clientOptions) {
  const sandbox = createSandbox({ seed: 7, ...sandboxOptions });
  const client = new Client({ ...sandbox, ...clientOptions });
  const { product, order } = client.alibaba;
  const { data } = await product.searchByKeyword({ keyword: "suitcase" });
  const { offerId, productSkuInfos } = await product.get({ offerId: data[0].offerId });
  const cargoParamList = productSkuInfos.slice(0, 2).map(({ specId }) => ({ offerId, specId, quantity: 1 }));
  const orderParams = { flow: "general", addressParam, cargoParamList };
  const read = (orderId) => order.get({ webSite: "1688", orderId });
  return { sandbox, client, product, order, offerId, sku: productSkuInfos[0], orderParams, read };
}

/** A buyer with an order that waits for payment. */
export async function ordered(sandboxOptions, clientOptions) {
  const actor = await buyer(sandboxOptions, clientOptions);
  const { orderId } = await actor.order.create(actor.orderParams);
  return { ...actor, orderId, read: (id = orderId) => actor.read(id) };
}

/** The params of a refund of all goods of an order that is not shipped, with `changes`. */
export const refundOf = ({ baseInfo, productItems }, changes) => ({
  orderId: baseInfo.id,
  orderEntryIds: productItems.map(({ subItemID }) => subItemID),
  disputeRequest: "refund",
  applyPayment: productItems.reduce((sum, { itemAmount }) => sum + yuanToFen(itemAmount), 0),
  applyCarriage: 0,
  applyReasonId: "20028",
  description: "do not want it",
  goodsStatus: "refundWaitSellerSend",
  ...changes,
});

/** The type of a push message, without the prefix that all share. */
export const topic = ({ body }) => JSON.parse(body).messageType.replace("1688_ORDER_BUYER_VIEW_", "");
