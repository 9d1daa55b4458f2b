/** The program of every cell: uses the package through its public API only. Returns the results. */

const ACCESS = { accessKey: "0123456789abcdef", accessSecret: "fedcba9876543210" };
const FIXED = { timestamp: "1700000000", nonceStr: "0123456789ABCDEF0123456789abcdef" };

const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "0571-88888888",
  provinceText: "浙江省",
  cityText: "杭州市",
  townText: "长河镇",
  address: "网商路699号",
};

/** Receives the exports of `pandapon`, `pandapon/sandbox` and `pandapon/sign`. */
export async function program({ Client, ValidationError, endpoints }, { createSandbox }, { sign }) {
  const signing = new Client({ ...ACCESS, userId: "1688000000001", dangerouslyAllowBrowser: true });
  const { headers } = signing.buildRequest("alibaba.refund.get", { refundId: "TQ1" }, FIXED);

  const { product, order } = new Client({ ...createSandbox() }).alibaba;
  const { data } = await product.searchByKeyword({ keyword: "mug" });
  const { offerId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity }];
  const { orderId } = await order.create({ flow: "general", addressParam, cargoParamList });
  const { baseInfo } = await order.get({ webSite: "1688", orderId });

  const refusal = await order.get({ webSite: "1688", orderId: Number(orderId) }).catch((error) => error);
  return {
    endpoints: endpoints.length > 100,
    built: headers.signature,
    signed: sign({ ...ACCESS, ...FIXED }),
    idIsExact: /^\d{19}$/.test(orderId) && baseInfo.id === orderId,
    refused: refusal instanceof ValidationError && refusal.issues.map(({ path, code }) => `${path} ${code}`),
  };
}
