/**
 * A page of 1688's order list as the platform returns it: the fields of spec/semantics.md section 2.6, ids as integers
 * of up to 19 digits, prices in yuan, Chinese titles, links, nulls, and JSON text inside strings.
 *
 * The same seed creates the same page, byte for byte.
 */

const titles = [
  "2026夏季新款女装法式碎花连衣裙收腰显瘦气质长裙子批发",
  "加厚一次性手套PVC食品级餐饮烘焙透明盒装100只",
  "跨境专供无线蓝牙耳机TWS降噪运动双耳入耳式",
  "儿童纯棉短袖T恤男童宝宝打底衫夏装韩版潮",
  "不锈钢保温杯定制logo大容量户外运动水壶500ml",
  "手机壳适用iPhone透明硅胶防摔全包软壳",
];
const shops = ["义乌市晨曦饰品有限公司", "广州市白云区锦绣服装厂", "深圳市华强电子商行", "汕头市澄海区童乐玩具厂"];
const colours = ["米白色", "藏青色", "黑色【升级款】", "浅灰色", "Rose red"];
const sizes = ["均码", "S", "M", "L", "XL", "80-100斤"];
const statuses = ["waitbuyerpay", "waitsellersend", "waitbuyerreceive", "success", "cancel"];
const statusTexts = ["等待买家付款", "等待卖家发货", "等待买家收货", "交易成功", "交易关闭"];

/** @returns {Uint8Array} about 180 KB of JSON, as the bytes of a response */
export function orderPage({ seed = 1688, orders = 27 } = {}) {
  const random = lehmer(seed);
  const result = Array.from({ length: orders }, () => order(random));
  const page = {
    requestId: "6b1f0e52-9c1d-4b7e-8a34-" + digits(random, 12),
    code: 200,
    developId: 1024,
    msg: "成功",
    data: { result, errorCode: null, errorMessage: null, totalRecord: 3521, success: true },
  };
  return new TextEncoder().encode(text(page));
}

function order(random) {
  const state = random(statuses.length);
  const lines = Array.from({ length: 2 + random(5) }, () => line(random, state));
  const orderId = integer(random, 19);
  const shop = pick(random, shops);
  return {
    baseInfo: {
      allDeliveredTime: null,
      id: orderId,
      idOfStr: orderId.digits,
      orderId,
      businessType: "cn",
      buyerID: "b2b-" + digits(random, 13) + "a1b2c",
      createTime: time(random),
      modifyTime: time(random),
      payTime: state ? time(random) : null,
      completeTime: null,
      status: statuses[state],
      refundStatus: null,
      refundStatusForAs: null,
      totalAmount: yuan(random, 500000),
      shippingFee: yuan(random, 2000),
      sumProductPayment: yuan(random, 500000),
      refund: 0,
      refundPayment: 0,
      couponFee: 0.0,
      discount: -random(5000),
      alipayTradeId: integer(random, 28),
      userId: integer(random, 13),
      sellerID: "b2b-" + digits(random, 13) + "d3e4f",
      sellerLoginId: shop.slice(0, 4),
      sellerContact: {
        phone: "0579-8" + digits(random, 7),
        fax: null,
        email: null,
        imInPlatform: shop.slice(0, 4),
        name: "王先生",
        mobile: "139" + digits(random, 8),
        companyName: shop,
      },
      receiverInfo: {
        toFullName: "PP" + digits(random, 6) + "仓",
        toDivisionCode: "440111",
        toMobile: "138" + digits(random, 8),
        toPost: "000000",
        toTownCode: null,
        toArea: "广东省 广州市 白云区 石井街道石沙路" + digits(random, 3) + "号跨境仓B栋2楼(" + digits(random, 6) + ")",
      },
      buyerFeedback: random(3) ? "" : '请用中性包装,不要放"价格单"\n谢谢',
      closeReason: state === 4 ? "buyerCancel" : null,
      payTimeout: 43200,
      payTimeoutType: 0,
      tradeType: "50060",
      flowTemplateCode: "assureTrade",
      stepPayAll: false,
      overSeaOrder: false,
      stepOrderList: [],
      outOrderId: null,
    },
    productItems: lines,
    tradeTerms: [
      {
        payStatus: "1",
        payTime: state ? time(random) : null,
        payWay: "1",
        phasAmount: yuan(random, 500000),
        phase: integer(random, 19),
        phaseCondition: null,
        phaseDate: null,
        cardPay: false,
        expressPay: false,
        payWayDesc: "支付宝",
      },
    ],
    extAttributes: [
      {
        key: "orderExtra",
        value: JSON.stringify({ orderNo: digits(random, 19), channel: "cross", score: 98 }),
        description: `{"orderId":${digits(random, 19)},"tags":[1,${digits(random, 17)}]}`,
      },
    ],
    guaranteesTerms: [
      {
        assuranceInfo: "“7天包换”指卖家在买家收到货之日起7天内，如商品存在质量问题，卖家提供换货服务并承担运费。",
        assuranceType: "QTBH",
        qualityAssuranceType: "国家三包",
        value: null,
      },
    ],
    orderRateInfo: { buyerRateStatus: 5, sellerRateStatus: 5, buyerRateList: null, sellerRateList: null },
    orderBizInfo: { odsCyd: false, accountPeriodTime: null, creditOrder: false, lstOrder: false, pltOrder: null },
    overseasExtraAddress: {},
    customs: null,
  };
}

function line(random, state) {
  const productID = integer(random, 12);
  const subItemID = integer(random, 19);
  const quantity = 1 + random(200);
  return {
    cargoNumber: random(2) ? "XH-" + digits(random, 5) : "",
    description: null,
    itemAmount: yuan(random, 80000),
    name: pick(random, titles),
    price: yuan(random, 9000),
    productID,
    productImgUrl: [
      "http://cbu01.alicdn.com/img/ibank/O1CN01" + digits(random, 12) + "_!!" + digits(random, 13) + "-0-cib.80x80.jpg",
      "http://cbu01.alicdn.com/img/ibank/O1CN01" + digits(random, 12) + "_!!" + digits(random, 13) + "-0-cib.jpg",
    ],
    productSnapshotUrl: "https://trade.1688.com/order/offer_snapshot.htm?order_entry_id=" + subItemID.digits,
    quantity,
    refund: 0,
    skuID: integer(random, 13),
    sort: null,
    status: statuses[state],
    subItemID,
    subItemIDString: subItemID.digits,
    type: "common",
    unit: "件",
    weight: null,
    weightUnit: null,
    guaranteesTerms: null,
    productCargoNumber: null,
    skuInfos: [
      { name: "颜色", value: pick(random, colours) },
      { name: "尺码", value: pick(random, sizes) },
    ],
    entryDiscount: -random(4000),
    specId: digits(random, 16) + "abcdef0123456789",
    quantityFactor: 1,
    statusStr: statusTexts[state],
    refundStatus: null,
    closeReason: null,
    logisticsStatus: 1,
    gmtCreate: time(random),
    gmtModified: time(random),
    gmtCompleted: null,
    gmtPayExpireTime: "2026-08-02 11:20:31",
    refundId: null,
    refundIdForAs: null,
    sharePostage: yuan(random, 500),
  };
}

/** Lehmer's generator with the parameters of Park and Miller: `random(n)` returns a whole number below n. */
function lehmer(seed) {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function pick(random, list) {
  return list[random(list.length)];
}

function digits(random, count) {
  return Array.from({ length: count }, (_, index) => (index ? random(10) : 1 + random(9))).join("");
}

function time(random) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `2026-${two(1 + random(12))}-${two(1 + random(28))}`;
  return `${day} ${two(random(24))}:${two(random(60))}:${two(random(60))}`;
}

/** An integer too long for a JavaScript number: {@link text} writes its digits. */
function integer(random, count) {
  return {
    digits: digits(random, count),
    toJSON() {
      return "#" + this.digits;
    },
  };
}

function yuan(random, below) {
  return random(below) / 100;
}

function text(value) {
  return JSON.stringify(value).replace(/"#(\d+)"/g, "$1");
}
