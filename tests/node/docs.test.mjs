/**
 * The documents of docs/: each is one program, from its first block to its last, which compiles under `strict`, runs, and prints what
 * its comments say.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { blocksOf, compileErrorsOf, linesOf, promisedBy, runSuites, suitesOf, textOf } from "./support/document.mjs";
import { credentials } from "./support/vendor.mjs";

const repository = new URL("../../", import.meta.url);
const documents = readdirSync(new URL("docs/", repository))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const programs = Object.fromEntries(
  documents.map((path) => [path, blocksOf(path).join("\n")]).filter(([, code]) => code !== ""),
);

test("all compile under strict", () => {
  assert.ok(Object.keys(programs).length >= 9);
  assert.deepEqual(compileErrorsOf(programs), []);
});

for (const [path, code] of Object.entries(programs)) {
  test(`${path} runs, and prints what its comments say`, () => {
    assert.deepEqual(linesOf(code), promisedBy(code));
  });
}

test("the tests in docs/testing.md compile, and pass in vitest", () => {
  const suites = suitesOf("docs/testing.md");
  assert.ok(suites.length >= 2);
  const named = Object.fromEntries(suites.map((code, index) => [`docs/testing.md, test file ${index + 1}`, code]));
  assert.deepEqual(compileErrorsOf(named), []);
  const results = runSuites(suites);
  assert.ok(results.length >= 4);
  assert.deepEqual(
    results.filter((result) => !result.endsWith(": passed")),
    [],
  );
});

test("no block is in a language that nothing checks", () => {
  // Rust's is held by tests/client/sandbox.rs.
  const known = ["mermaid", "rust", "sh", "ts"];
  for (const path of documents) {
    for (const [, language] of textOf(path).matchAll(/^```(\w+)$/gm)) assert.ok(known.includes(language), path);
  }
});

test("no picture has a node whose name Mermaid takes for a word of its own", () => {
  for (const path of documents) {
    for (const [, picture] of textOf(path).matchAll(/^```mermaid\n(flowchart.*?)^```$/gms)) {
      assert.doesNotMatch(picture.replace(/"[^"]*"/g, ""), /-> *(?:call|click|default|end|style)\b/, path);
    }
  }
});

test("every link to a file or a heading leads to one", () => {
  const pages = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    "examples/sign/README.md",
    ...documents,
  ];
  for (const page of pages) {
    for (const [, target, heading] of textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
      const file = new URL(target || page.split("/").at(-1), new URL(page, repository));
      assert.ok(existsSync(file), `${page}: ${target}`);
      if (!heading) continue;
      const headings = textOf(file)
        .match(/^#+ .*$/gm)
        .map(anchorOf);
      assert.ok(headings.includes(heading), `${page}: ${target}#${heading}`);
    }
  }
});

/** The name of a heading in links, as GitHub makes it. */
function anchorOf(heading) {
  const words = heading.replace(/^#+ /, "").toLowerCase();
  return words.replace(/[^\p{Letter}\p{Number} -]/gu, "").replaceAll(" ", "-");
}

test("every guide says for whom or what it is, and is reached from the README", () => {
  for (const path of documents.filter((path) => path !== "docs/endpoints.md")) {
    const [, opening] = /^# .*\n\n(.*)/.exec(textOf(path)) ?? [];
    assert.match(opening ?? "", /^(?:For|Read|How) /, path);
    assert.ok(textOf("README.md").includes(`](${path})`), path);
  }
});

test("the table of options has every option that a client takes", () => {
  const [table] = /^\| option of a client (.|\n\|)*/m.exec(textOf("docs/client.md"));
  const options = [...table.matchAll(/^\| ((?:`\w+`(?:, | or )?)+) \|/gm)].flatMap(([, names]) =>
    names.match(/\w+(?=`)/g),
  );
  const declared = [...textOf("pkg/index.d.cts").matchAll(/^export interface (?:Common|Secret|Signer)Options.*?^}/gms)];
  const names = declared.flatMap(([text]) => [...text.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name));
  assert.deepEqual(options.sort(), [...new Set(names)].sort());
  for (const name of options) {
    // Each is looked at: a wrong kind of value is refused, by its name.
    const wrong = { ...credentials, [name]: Symbol(name) };
    if (name === "signer") delete wrong.accessSecret;
    // Read in a page alone.
    if (name === "dangerouslyAllowBrowser") continue;
    assert.throws(() => new Client(wrong), new RegExp(name), name);
  }
});

test("the table of the proxy's refusals has every code", () => {
  const [, rows] = /^\| `code` \| status .*\n\|.*\n((?:\|.*\n)*)/m.exec(textOf("docs/proxy.md"));
  const codes = rows.match(/^\| [^|]*/gm).flatMap((cell) => cell.match(/\w+/g));
  const [, declared] = /^export type ProxyErrorCode =([^;]*);/m.exec(textOf("pkg/index.d.cts"));
  // A page that went away receives nothing.
  const expected = [...declared.matchAll(/"(\w+)"/g)].map(([, code]) => code).filter((code) => code !== "client_gone");
  assert.deepEqual(codes.sort(), expected.sort());
});
