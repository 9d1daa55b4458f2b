/** Issues in other languages: their codes and parameters say all that a sentence needs, and `pandapon/zh` says it in Chinese. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Client, ValidationError } from "../../pkg/index.node.js";
import { chinese } from "../../pkg/zh/index.js";
import { credentials, thrown } from "./support/vendor.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const issues = read("src/schema/issues.rs");
const wordsOf = (module) => {
  const [, body] = issues.match(new RegExp(`pub mod ${module} \\{([^}]*)\\}`));
  return [...body.matchAll(/pub const \w+: &str = "(\w+)";/g)].map(([, word]) => word);
};
const codes = wordsOf("code");
const expected = wordsOf("expected");
const rules = [...read("src/api/alibaba/refund.rs").matchAll(/Rule = Rule \{\s*name: "(\w+)"/g)].map(
  ([, name]) => name,
);

const isChinese = (text) => /\p{Script=Han}/u.test(text) && !text.includes("English") && !text.includes("undefined");
const issue = (code, parameters) => ({ path: "a[0].b", code, message: "English", ...parameters });

test("every code, every expected type and every rule has a sentence in Chinese of its own", () => {
  assert.ok(codes.length >= 13 && expected.length >= 12 && rules.length >= 2);
  const parameters = { limit: 5, got: 7, unit: "items", allowed: ["red"], or: "c", rule: rules[0], expected: "id" };
  const sentences = [
    ...codes.map((code) => chinese(issue(code, parameters))),
    ...expected.map((word) => chinese(issue("type", { expected: word }))),
    ...rules.map((rule) => chinese(issue("constraint", { rule }))),
    chinese(issue("type", {})),
    chinese(issue("missing", {})),
  ];
  for (const sentence of sentences) assert.ok(isChinese(sentence), sentence);
  // Two of them came twice: the expected id and the first rule.
  assert.equal(new Set(sentences).size, sentences.length - 2);
});

test("the declarations list the same codes, types and rules", () => {
  const declarations = read("pkg-template/index.d.ts");
  const [declared] = declarations.match(/interface Issue \{[^]*?\n\}/);
  for (const word of [...codes, ...expected, ...rules]) assert.ok(declared.includes(`"${word}"`), word);
});

test("an issue of an unknown code keeps its message", () => {
  for (const code of ["new_in_the_next_version", "constructor", "__proto__"]) {
    assert.equal(chinese(issue(code)), "English");
  }
  assert.ok(isChinese(chinese(issue("type", { expected: "constructor" }))));
});

test("real issues in Chinese have their figures and words", () => {
  const client = new Client(credentials);
  const error = thrown(() =>
    client.buildRequest("alibaba.refund.create", {
      orderId: 2 ** 60,
      orderEntryIds: [],
      disputeRequest: "returnRefund",
      applyPayment: -1,
      applyCarriage: "0",
      description: "退".repeat(151),
      goodsStatus: "lost",
      vouchers: ["1", "2", "3", "4", "5", "6"],
      more: 1,
    }),
  );
  assert.ok(error instanceof ValidationError);
  const sentences = Object.fromEntries(error.issues.map((issue) => [issue.path, chinese(issue)]));
  assert.deepEqual(sentences, {
    orderId: "orderId 超出 2^53-1，已被 JavaScript 舍入：请用字符串或 bigint 传递 ID",
    orderEntryIds: "orderEntryIds 为 0 项，最少 1 项（如确需发送，请设置 allowUnlikely）",
    applyPayment: "applyPayment 为 -1，最小 0",
    applyCarriage: "applyCarriage 应为以分为单位的金额（整数）",
    applyReasonId: "applyReasonId 必填",
    description: "description 为 151 个字符，最多 150 个字符",
    goodsStatus: sentences.goodsStatus,
    vouchers: "vouchers 为 6 项，最多 5 项",
    more: "more 不是已知参数",
  });
  assert.match(sentences.goodsStatus, /^goodsStatus 应为以下之一：refundWaitSellerSend、/);
});
