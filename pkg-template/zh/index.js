/** `pandapon/zh`: issues in Chinese, made from their codes and parameters. The English sentences are in Rust. */

const EXPECTED = {
  id: "ID（数字字符串或整数）",
  string: "字符串",
  integer: "整数",
  fen: "以分为单位的金额（整数）",
  yuan: "以元为单位的金额，如 “12.34”",
  number: "数字",
  boolean: "true 或 false",
  array: "数组",
  object: "对象",
  bytes: "二进制数据，或不带 data: 前缀和换行的 base64 文本",
  telephone: "数字和连字符，不含字母和汉字",
  time: "时间，如 “2018-06-14 10:19:42”（中国时间）或 “20180614101942000+0800”",
};

const RULES = {
  return_needs_goods:
    "为 returnRefund 时必须已收到货物：goodsStatus 应为 refundBuyerReceived 或 aftersaleBuyerReceived，否则请使用 refund",
  counts_need_return_in_sale:
    "仅用于售中退货：goodsStatus 应为 refundBuyerReceived，且 disputeRequest 应为 returnRefund；其他情况以及全部退货时请不要填写",
};

const UNITS = { characters: "个字符", items: "项", bytes: "字节", levels: "层" };

/** The predicate of a sentence whose subject is the path, by code. */
const PREDICATES = {
  missing: ({ or }) => (or ? `必填，除非填写了 ${or}` : "必填"),
  empty: () => "不能为空",
  unknown: () => "不是已知参数",
  type: ({ expected }) => (Object.hasOwn(EXPECTED, expected) ? `应为${EXPECTED[expected]}` : "的值无法发送"),
  too_small: (issue) => limit(issue, "最少", "最小"),
  too_big: (issue) => limit(issue, "最多", "最大"),
  invalid_option: ({ allowed = [] }) => `应为以下之一：${allowed.join("、")}`,
  constraint: ({ rule }) => (Object.hasOwn(RULES, rule) ? RULES[rule] : "不能作为路径的一部分"),
  unsafe_number: () => "超出 2^53-1，已被 JavaScript 舍入：请用字符串或 bigint 传递 ID",
  too_deep: ({ limit }) => `嵌套超过 ${limit} 层`,
  cyclic: () => "包含自身（循环引用）",
  unreadable: () => "无法读取",
  more: ({ got }) => `另有 ${got} 个问题`,
};

/** @param {import("../index.js").Issue} issue */
export function chinese(issue) {
  const { path, code, message, unlikely } = issue;
  if (!Object.hasOwn(PREDICATES, code)) return message;
  const predicate = PREDICATES[code](issue);
  if (code === "more") return predicate;
  return `${path || "请求"} ${predicate}${unlikely ? "（如确需发送，请设置 allowUnlikely）" : ""}`;
}

function limit({ limit, got, unit }, ofCounts, ofValues) {
  const [word, counted] = unit ? [ofCounts, ` ${UNITS[unit] ?? unit}`] : [ofValues, ""];
  return got === undefined ? `超出限制：${word} ${limit}${counted}` : `为 ${got}${counted}，${word} ${limit}${counted}`;
}
