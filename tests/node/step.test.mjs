/** The package's JavaScript and its core number the events of a call alike. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the events of a call have the same numbers in JavaScript and in Rust", () => {
  const numbers = (/** @type {string} */ source, /** @type {RegExp} */ constant) =>
    [...source.matchAll(constant)].map(([, name, number]) => `${name} ${number}`);
  const javascript = numbers(read("pkg-template/step.js"), /^export const (\w+) = (\d+);$/gm);
  const rust = numbers(read("src/js/call.rs"), /^const (\w+): u32 = (\d+);$/gm);
  assert.ok(javascript.length >= 9, `${javascript.length} events`);
  assert.deepEqual(javascript, rust);
});
