/** The documents of docs/: each is one program, from its first block to its last, and prints what its comments say. */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { blocksOf, linesOf, promisedBy, textOf } from "./support/document.mjs";

const repository = new URL("../../", import.meta.url);
const documents = readdirSync(new URL("docs/", repository)).filter((name) => name.endsWith(".md"));

for (const name of documents) {
  const code = blocksOf(`docs/${name}`).join("\n");
  // The table of endpoints is written from the declarations, and has no code.
  if (name === "endpoints.md") continue;
  test(`docs/${name} runs, and prints what its comments say`, () => {
    assert.deepEqual(linesOf(code), promisedBy(code));
  });
}

test("every link to a file leads to one", () => {
  const pages = [
    "README.md",
    "README.zh-CN.md",
    "examples/README.md",
    "examples/sign/README.md",
    ...documents.map((name) => `docs/${name}`),
  ];
  for (const page of pages) {
    for (const [, target] of textOf(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
      assert.ok(existsSync(new URL(target, new URL(page, repository))), `${page}: ${target}`);
    }
  }
});
