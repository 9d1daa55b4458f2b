/** The demo runs, prints each step, and ends with the refund. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const demo = fileURLToPath(new URL("../../examples/demo/main.mjs", import.meta.url));

test("the demo goes from search to refund, and ends with the refund's id", () => {
  const lines = execFileSync(process.execPath, [demo], { encoding: "utf8" }).trimEnd().split("\n");
  assert.match(lines.at(-1), /^refundId TQ\d+$/);
  const refund = lines.at(-1).slice("refundId ".length);
  const states = lines.filter((line) => line.includes(`refund ${refund}`)).map((line) => line.split(/\s+/)[3]);
  assert.deepEqual(states, ["waitselleragree", "waitbuyersend", "waitsellerreceive", "refundsuccess"]);
  const steps = lines.filter((line) => /^ ?\d+ {2}/.test(line));
  assert.equal(steps.length, 14);
  for (const word of [
    "Search",
    "Preview",
    "Order",
    "Pay",
    "Push messages",
    "voucher",
    "refund",
    "send the mugs back",
  ]) {
    assert.ok(
      steps.some((step) => step.includes(word)),
      word,
    );
  }
  assert.ok(
    lines.every((line) => line.length <= 120),
    "every line fits a terminal",
  );
});
