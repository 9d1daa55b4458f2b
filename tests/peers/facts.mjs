/**
 * What a good request is beyond its schema: limits, words and rules that stand in spec/semantics.md, and forms that names
 * tell. The schemas of spec/ hold none of this, so values that are made from them alone would be refused for good reason.
 */

/** By the member's name: a value of the form that it must have. */
const FORMS = [
  // Closed sets: other words fail upstream (semantics.md 1.1).
  [/^goodsStatus$/, (random) => random.one(["refundWaitSellerSend", "refundBuyerReceived", "aftersaleBuyerReceived"])],
  [/^disputeRequest$/, () => "refund"],
  // 2 to 150, or 2 to 200 characters (semantics.md 1.1, 1.5).
  [/^description$/, (random) => random.text(2, 150)],
  // Digits and hyphens, no Chinese (semantics.md 2.2).
  [/^(mobile|phone)$/, (random) => `+86-${random.digits(11)}`],
  // Amounts in yuan, as text (semantics.md 3).
  [/^price(Start|End)$/, (random) => `${random.integer(1, 999)}.${random.digits(2)}`],
  // Bytes, as base64 text (semantics.md 3).
  [/^imageBase64$/, (random) => btoa(random.digits(30))],
];

/** By the operation: members that depend on each other (semantics.md 1.1). */
const RULES = {
  "alibaba.refund.create": ({ orderEntryCountList, ...params }) =>
    orderEntryCountList ? { ...params, orderEntryCountList, goodsStatus: "refundBuyerReceived", disputeRequest: "returnRefund" } : params,
};

/** A text for a member of this name. */
export function text(random, name) {
  const form = FORMS.find(([names]) => names.test(name));
  return form ? form[1](random) : random.text(1, 20);
}

/** The params of an operation, with the rules across members kept. */
export function obey(name, params) {
  const rule = RULES[name.replace(/^v2\./, "")];
  return rule ? rule(params) : params;
}

/** How many items a list may have: at least one line of goods, at most five vouchers (semantics.md 1.1, 2.1). */
export const MOST_ITEMS = 5;

/** Whether a member of type int64 is an id, and not an amount or a time: its name says so. */
export const isId = (name) => /(^|[a-z])(ids?|Ids?|IDs?)$/.test(name);
