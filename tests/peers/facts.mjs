/**
 * Rules for valid requests beyond the schemas of spec/: what spec/semantics.md says about values and about params that depend on
 * each other. Values generated from the schemas alone are refused for these reasons only.
 */

/**
 * @typedef {object} Fact
 * @property {string} because the reason and its source
 * @property {RegExp} [of] the operations that it applies to; by default all
 * @property {RegExp} member the fields, by their dotted paths
 * @property {boolean} [required] whether it applies only where spec/ marks the field as required
 * @property {object} schema an addition to the schema of the field
 * @property {unknown} [against] a value that the schema of spec/ allows and the fact does not, if possible
 */

const REFUND = /^(v2\.)?alibaba\.refund\.create$/;
const RETURN = /^(v2\.)?alibaba\.refund\.submitReturn$/;
const SEARCH = /^(v2\.)?alibaba\.product\.search/;

const direction = { type: "string", enum: ["asc", "desc"] };

/** @type {Fact[]} */
export const FACTS = [
  {
    because: "what is required says something, but for a phone, a town and a specId, which not everything has",
    member: /^(?!(addressParam\.(phone|townText)|cargoParamList\.specId)$)/,
    required: true,
    schema: { minLength: 1 },
    against: "",
  },
  {
    because: "the kinds of refund are a closed set (semantics.md 1.1)",
    of: REFUND,
    member: /^disputeRequest$/,
    schema: { enum: ["refund", "returnRefund"] },
    against: "exchange",
  },
  {
    because: "the states of goods are a closed set, error 5003 (semantics.md 1.1)",
    of: REFUND,
    member: /^goodsStatus$/,
    schema: {
      enum: [
        "refundWaitSellerSend",
        "refundWaitBuyerReceive",
        "refundBuyerReceived",
        "aftersaleBuyerNotReceived",
        "aftersaleBuyerReceived",
      ],
    },
    against: "lost",
  },
  {
    because: "a reason has 2 to 150 characters, error 5012 (semantics.md 1.1)",
    of: REFUND,
    member: /^description$/,
    schema: { minLength: 2, maxLength: 150 },
    against: "x".repeat(151),
  },
  {
    because: "a shipping note has 2 to 200 characters (semantics.md 1.5)",
    of: RETURN,
    member: /^description$/,
    schema: { minLength: 2, maxLength: 200 },
    against: "x",
  },
  {
    because: "a refund has at most 5 vouchers (semantics.md 1.1)",
    of: REFUND,
    member: /^vouchers$/,
    schema: { maxItems: 5 },
    against: Array(6).fill("https://cbu01.alicdn.com/img/ibank/1.jpg"),
  },
  {
    because: "a return has at most 10 vouchers, error 4003 (semantics.md 1.5)",
    of: RETURN,
    member: /^vouchers$/,
    schema: { maxItems: 10 },
    against: Array(11).fill("https://cbu01.alicdn.com/img/ibank/1.jpg"),
  },
  {
    because: "amounts and pieces of a refund are not below 0 (semantics.md 1.1)",
    of: REFUND,
    member: /^(applyPayment|applyCarriage|orderEntryCountList\.count)$/,
    schema: { minimum: 0 },
    against: -1,
  },
  {
    because: "1688 takes digits and hyphens for a landline, no Chinese (semantics.md 2.2)",
    of: /^(v2\.)?alibaba\./,
    member: /^addressParam\.phone$/,
    schema: { format: "telephone" },
    against: "电话0571-88155188",
  },
  {
    because: "what is previewed, or ordered of several sellers, has at least one line of goods (semantics.md 2.1)",
    of: /^(v2\.)?alibaba\.order\.(preview|previewBatch|createBatch)$/,
    member: /^cargoParamList$/,
    schema: { minItems: 1 },
    against: [],
  },
  {
    because: "bounds of prices are amounts in yuan, as text (semantics.md 3)",
    of: SEARCH,
    member: /^price(Start|End)$/,
    schema: { format: "yuan" },
    against: "1,5",
  },
  {
    because: "a picture is base64 text without a data: prefix (semantics.md 3)",
    of: SEARCH,
    member: /^imageBase64$/,
    schema: { contentEncoding: "base64" },
    against: "data:image/png;base64,AAAA",
  },
  {
    because: "the order of a search is JSON text (semantics.md 3)",
    of: SEARCH,
    member: /^sort$/,
    schema: {
      contentSchema: {
        type: "object",
        properties: { price: direction, rePurchaseRate: direction, monthSold: direction },
      },
    },
    against: { price: true },
  },
  {
    because: "the attributes of a SKU are JSON text (platform.md), of any structure",
    of: /taobao\.cart\.add$/,
    member: /^properties$/,
    schema: { contentSchema: {} },
  },
  {
    because: "what a page is about is JSON text: the example beside it is; its structure stands nowhere",
    of: /taobao\.order\.chatLink$/,
    member: /^pageParamMap$/,
    schema: { contentSchema: {} },
  },
];

/**
 * @typedef {object} Rule
 * @property {string} because the reason and its source
 * @property {RegExp} of the operations
 * @property {(params: object) => object} keep returns the params changed to obey the rule
 * @property {object} against fields that the schema of spec/ allows together and the rule does not
 */

/** @type {Rule[]} */
export const RULES = [
  {
    because: "pieces are told only of goods that are returned in sale, error 5013 (semantics.md 1.1)",
    of: REFUND,
    keep: (params) =>
      params.orderEntryCountList?.length >= 0
        ? { ...params, disputeRequest: "returnRefund", goodsStatus: "refundBuyerReceived" }
        : params,
    against: {
      orderEntryCountList: [{ id: 1, count: 1 }],
      disputeRequest: "refund",
      goodsStatus: "refundBuyerReceived",
    },
  },
  {
    because: "only goods that were received can be returned (semantics.md 1.1)",
    of: REFUND,
    keep: (params) => {
      const isPossible = ["refundBuyerReceived", "aftersaleBuyerReceived"].includes(params.goodsStatus);
      return params.disputeRequest === "refund" || isPossible ? params : { ...params, disputeRequest: "refund" };
    },
    against: { disputeRequest: "returnRefund", goodsStatus: "refundWaitSellerSend" },
  },
];

/** Returns the facts about a field. */
export function factsOf(operation, member, isRequired) {
  const isAbout = ({ of = /^/, member: names, required = false }) =>
    of.test(operation) && names.test(member) && (isRequired || !required);
  return FACTS.filter(isAbout);
}

/** Returns the params changed to obey all rules of the operation. */
export function keepRules(operation, params) {
  return RULES.filter(({ of }) => of.test(operation)).reduce((kept, { keep }) => keep(kept), params);
}
