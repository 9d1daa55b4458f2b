/**
 * The whole job in one file: buy from two sellers on 1688, receive, return what arrived broken, get the refund.
 *
 *     npm run demo
 *
 * The vendor here is the sandbox, in memory: nothing is bought, and nothing leaves this process. With your own keys instead
 * of the sandbox's, the same calls buy for real.
 */
import { readFile } from "node:fs/promises";

// In your own project: "pandapon", "pandapon/sandbox", "pandapon/sign".
import { ApiError, Client, yuanToFen } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { verifyCallback } from "../../pkg/sign/index.js";
import { fact, fen, step, yuan } from "./print.mjs";

const sandbox = createSandbox();
const client = new Client({ ...sandbox });
const { product, order, refund } = client.alibaba;

step("Search");

const found = [];
for (const keyword of ["suitcase", "mug"]) {
  const { data } = await product.searchByKeyword({ keyword, country: "en", beginPage: 1, pageSize: 20 });
  found.push(data[0]);
  fact(`offer ${data[0].offerId}`, data[0].subjectTrans, yuan(data[0].priceInfo.price));
}

step("Choose a SKU of each product");

const cargoParamList = [];
for (const { offerId } of found) {
  const { productSkuInfos, minOrderQuantity, sellerOpenId } = await product.get({ offerId, country: "en" });
  const [sku] = productSkuInfos;
  cargoParamList.push({ offerId, specId: sku.specId, quantity: minOrderQuantity, sellerOpenId });
  fact(`SKU ${sku.skuId}`, `${minOrderQuantity} × ${sku.skuAttributes[0].valueTrans}`, yuan(sku.price));
}

step("Preview: can it be ordered, and what does it cost?");

const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "0571-88888888",
  provinceText: "浙江省",
  cityText: "杭州市",
  areaText: "滨江区",
  townText: "长河镇",
  address: "网商路699号 4号仓库",
  postCode: "310052",
};
// The misspelling is the vendor's.
const { orderPreviewResuslt: previews } = await order.previewBatch({ addressParam, cargoParamList });
for (const { sumPaymentNoCarriage, sumCarriage, sumPayment } of previews) {
  fact("goods + freight", `${sumPaymentNoCarriage} + ${sumCarriage} fen`, fen(sumPayment));
}

step("Order: one for each seller");

const orders = await order.createBatch({
  flow: previews[0].flowFlag,
  tradeType: previews[0].tradeModeNameList[0],
  addressParam,
  cargoParamList,
});
for (const { baseInfo } of orders) fact(`order ${baseInfo.id}`, baseInfo.status, yuan(baseInfo.totalAmount));

step("Pay");

const [suitcaseOrder, mugOrder] = orders.map(({ baseInfo }) => baseInfo.id);
await order.payBatch({ orderIds: [suitcaseOrder, mugOrder] });
// Only the order itself shows for certain whether it is paid.
for (const orderId of [suitcaseOrder, mugOrder]) await printOrder(orderId);

step("Push messages so far, each verified");
printPushes();

step("The sellers ship; the goods arrive");

for (const orderId of [suitcaseOrder, mugOrder]) {
  sandbox.ship(orderId);
  const { logisticsTrace } = await order.tracking({ webSite: "1688", orderId });
  fact(`order ${orderId}`, `waybill ${logisticsTrace[0].logisticsBillNo}`);
}

step("The suitcase is fine: confirm its receipt");

const suitcase = await order.get({ webSite: "1688", orderId: suitcaseOrder });
await order.confirmReceipt({
  orderId: suitcaseOrder,
  orderEntryIds: suitcase.productItems.map(({ subItemID }) => subItemID),
});
await printOrder(suitcaseOrder);

step("The mugs are cracked: return them. Which reasons are there?");

const { productItems: mugs } = await order.get({ webSite: "1688", orderId: mugOrder });
const goods = {
  orderId: mugOrder,
  orderEntryIds: mugs.map(({ subItemID }) => subItemID),
  goodsStatus: "refundBuyerReceived",
};
const { reasons } = await refund.reasons(goods);
for (const { id, name, needVoucher } of reasons) fact(`reason ${id}`, name, needVoucher ? "needs a voucher" : "");

step("Upload a picture as voucher");

const imageData = await readFile(new URL("cracked-mug.jpg", import.meta.url));
const { imageDomain, imageRelativeUrl } = await refund.uploadVoucher({ imageData });
const voucher = `https://${imageDomain}/${imageRelativeUrl}`;
fact("voucher", voucher);

step("Apply for the refund");

const application = {
  ...goods,
  disputeRequest: "returnRefund",
  applyPayment: mugs.reduce((sum, { itemAmount }) => sum + yuanToFen(itemAmount), 0),
  applyCarriage: 0,
  applyReasonId: reasons.find(({ needVoucher }) => needVoucher).id,
  description: "The mugs arrived cracked, see the picture",
  vouchers: [voucher],
};
try {
  await refund.create({ ...application, applyPayment: application.applyPayment + 1 });
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  fact("one fen too much", `refused with code ${error.code}`, error.msg);
}
const { refundId } = await refund.create(application);
await printRefund();

step("The seller agrees; send the mugs back");

sandbox.sellerAgrees(refundId);
await printRefund();
const [carrier] = await refund.carriers();
await refund.submitReturn({ refundId, logisticsCompanyNo: carrier.companyNo, freightBill: "73120000000001" });
await printRefund(`${carrier.companyNo} 73120000000001`);

step("The seller receives them; the money comes back");

sandbox.sellerReceives(refundId);
await printRefund();
await printOrder(mugOrder);

step("Push messages since, each verified");
printPushes();

console.log(`\nrefundId ${refundId}`);

async function printOrder(orderId) {
  const { status, totalAmount, refund: refunded } = (await order.get({ webSite: "1688", orderId })).baseInfo;
  fact(`order ${orderId}`, refunded === "0.00" ? status : `${status}, refunded ${refunded} of`, yuan(totalAmount));
}

async function printRefund(note) {
  const { status, applyPayment } = await refund.get({ refundId });
  fact(`refund ${refundId}`, status, note ?? fen(applyPayment));
}

/** Handles a posted message as a server does: first the signature over the raw body, then the content. */
function printPushes() {
  for (const { body, authorization } of sandbox.pushes()) {
    if (!verifyCallback({ ...sandbox, body, authorization })) throw new Error("not from the platform");
    // JSON.parse rounds the order's id, a number of 19 digits: only use the fields that are text.
    const { messageType, messageBody } = JSON.parse(body);
    const { currentStatus, batchPay, OrderLogisticsTracingModel: parcel } = messageBody;
    const status = currentStatus ?? parcel?.statusChanged ?? batchPay.map(({ status }) => status).join(", ");
    fact(messageType.replace(/^1688_(ORDER_BUYER_VIEW_)?/, ""), status, messageBody.refundId);
  }
}
