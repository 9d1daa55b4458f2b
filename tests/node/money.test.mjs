/** Yuan and fen: exact conversion in both directions, without floats. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, fenToYuan, yuanToFen } from "../../pkg/index.node.js";
import { thrown } from "./support/vendor.mjs";

const pairs = [
  ["0.00", 0],
  ["0.01", 1],
  ["0.10", 10],
  ["1.00", 100],
  ["12.34", 1234],
  // As floats: 113.99999999999999, 456.99999999999994, 1998.9999999999998.
  ["1.14", 114],
  ["4.57", 457],
  ["19.99", 1999],
  ["-39.89", -3989],
  ["90071992547409.91", Number.MAX_SAFE_INTEGER],
];

test("yuan as text with two decimals and fen convert to each other", () => {
  for (const [yuan, fen] of pairs) {
    assert.equal(yuanToFen(yuan), fen);
    assert.equal(fenToYuan(fen), yuan);
    assert.equal(fenToYuan(BigInt(fen)), yuan);
  }
});

test("every amount up to 1000 yuan survives the round trip", () => {
  for (let fen = 0; fen <= 100_000; fen++) assert.equal(yuanToFen(fenToYuan(fen)), fen);
});

test("fewer decimals are accepted", () => {
  assert.equal(yuanToFen("12"), 1200);
  assert.equal(yuanToFen("12.3"), 1230);
  assert.equal(yuanToFen("12.340"), 1234);
});

test("inexact and invalid amounts are refused", () => {
  const wrong = [
    12.34,
    12,
    null,
    undefined,
    {},
    "",
    " ",
    ".",
    "abc",
    "12,34",
    "1e3",
    "0x1",
    "12.345",
    "¥12",
    "1 2",
    "NaN",
  ];
  for (const yuan of [...wrong, "90071992547409.92", "99999999999999999999"]) {
    const error = thrown(() => yuanToFen(yuan));
    assert.ok(error instanceof ConfigError, `${yuan}: ${error}`);
  }
  for (const fen of ["1234", 12.5, NaN, Infinity, 2 ** 53, null, undefined, {}, 2n ** 64n]) {
    assert.ok(thrown(() => fenToYuan(fen)) instanceof ConfigError, String(fen));
  }
  assert.match(thrown(() => yuanToFen(12.34)).message, /yuan must be a string such as "12\.34": numbers are rounded/);
});
