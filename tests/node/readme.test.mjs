/** The README: its TypeScript compiles under `strict`, runs, and prints what its comments say; its figures are right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as pandapon from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { blocksOf, compileErrorsOf, linesOf, promisedBy, textOf } from "./support/document.mjs";

const readme = textOf("README.md");
const chinese = textOf("README.zh-CN.md");
const blocks = blocksOf("README.md");

/** The cells of each row of a table whose head begins with these words. */
function tableOf(text, head) {
  const lines = text.slice(text.indexOf(`\n| ${head}`) + 1).split("\n");
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith("|")),
  );
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("every block is TypeScript or a command", () => {
  assert.ok(blocks.length >= 6);
  const languages = new Set(readme.match(/^```\w+$/gm));
  assert.deepEqual([...languages].sort(), ["```sh", "```ts"]);
});

test("compiles under strict", () => {
  const programs = Object.fromEntries(blocks.map((code, index) => [`README.md, block ${index + 1}`, code]));
  assert.deepEqual(compileErrorsOf(programs), []);
});

for (const code of blocks) {
  const title = code.split("\n").findLast((line) => line && line !== "}" && !line.startsWith("import"));
  test(`runs, and prints what its comments say: ${title}`, () => {
    assert.deepEqual(linesOf(code), promisedBy(code));
  });
}

test("the Chinese README has the same code", () => {
  const codeOf = (text) => text.match(/^```\w+\n.*?^```$/gms);
  assert.deepEqual(codeOf(chinese), codeOf(readme));
});

test("the Chinese README has a part for each part, a row for each row, and the same figures and names", () => {
  const shapeOf = (text) => text.match(/^(?:#+ |\| |- |> |!\[)/gm).filter((mark) => mark !== "> ");
  assert.deepEqual(shapeOf(chinese), shapeOf(readme));
  const prose = (text) => text.replace(/^```.*?^```$/gms, "");
  const figuresOf = (text) => (prose(text).match(/\b\d[\d.]*\b/g) ?? []).sort();
  assert.deepEqual(figuresOf(chinese), figuresOf(readme));
  const namesOf = (text) => [...new Set(prose(text).match(/`[^`]+`/g))].sort();
  assert.deepEqual(namesOf(chinese), namesOf(readme));
});

test("the table of errors has every class, and no other", () => {
  const rows = tableOf(readme, "class | when").map(([name]) => name.replaceAll("`", ""));
  const classes = Object.keys(pandapon).filter((name) => name.endsWith("Error") && name !== "PandaponError");
  assert.deepEqual(rows.sort(), classes.sort());
});

/** What docs/endpoints.md, which is written from the declarations, says of each response. */
const responses = new Map(
  [...textOf("docs/endpoints.md").matchAll(/^\| `([\w.]+)` .*\| *(typed|as it comes)(?:, in pages)? *\|$/gm)].map(
    ([, name, response]) => [name, response === "typed" ? "typed" : "untyped"],
  ),
);

const PROVENANCES = {
  documented: "documented",
  client: "client",
  twin: "derived",
  derived: "derived",
  unrouted: "not public",
};

test("what it says of the paths and responses is right", () => {
  const { endpoints } = pandapon;
  const paths = endpoints.map(({ provenance }) => PROVENANCES[provenance]);
  const numberOf = (list, value) => list.filter((item) => item === value).length;
  assert.equal(responses.size, endpoints.length);
  const kinds = [...responses.values()];
  const [documented, client, derived, unrouted, typed] = tableOf(readme, "| endpoints");
  assert.ok(readme.includes(`The platform names ${endpoints.length} endpoints`));
  assert.equal(documented[1], `${numberOf(paths, "documented")}`);
  assert.equal(client[1], `${numberOf(paths, "client")}`);
  assert.equal(derived[1], `${numberOf(paths, "derived")}`);
  assert.equal(unrouted[1], `${numberOf(paths, "not public")}`);
  assert.equal(typed[1], `${numberOf(kinds, "typed")}`);
  assert.ok(typed[2].includes(`${numberOf(kinds, "untyped")}`));
});

test("the ten calls are known as their table says", () => {
  const rows = tableOf(readme, "| 1688:");
  assert.equal(rows.length, 10);
  for (const [, alibaba, ...cells] of rows) {
    for (const [group, name, ...said] of [
      ["alibaba", alibaba, cells[0], cells[1]],
      ["taobao", cells[2], cells[3], cells[4]],
    ]) {
      const endpoint = pandapon.endpoints.find((endpoint) => endpoint.name === `${group}.${name.replaceAll("`", "")}`);
      assert.deepEqual(said, [PROVENANCES[endpoint?.provenance], responses.get(endpoint?.name)], name);
    }
  }
});

test("the sandbox emulates as many endpoints as it says", async () => {
  const sandbox = createSandbox();
  const client = new pandapon.Client({ ...sandbox, maxRetries: 0 });
  let emulated = 0;
  for (const { name, method, path } of pandapon.endpoints) {
    const route = path ?? sandbox.routes[name]?.split(" ")[1];
    if (!route) continue;
    const outcome = await client.request({ method, path: route.replaceAll(/[{}]/g, "") }).catch((error) => error);
    if (outcome?.code !== 990010) emulated += 1;
  }
  assert.ok(readme.includes(`emulates ${emulated} endpoints`), `${emulated}`);
});

test("the versions that it names are those of the tests", () => {
  const runtimes = JSON.parse(textOf("tests/runtimes/package.json")).dependencies;
  const { devDependencies } = JSON.parse(textOf("package.json"));
  const minor = (version) => /\d+\.\d+/.exec(version)[0];
  const [, rust] = /rust-version = "([\d.]+)"/.exec(textOf("Cargo.toml"));
  const [, version] = /^version = "([\d.]+)"/m.exec(textOf("Cargo.toml"));
  for (const phrase of [
    `Deno ${minor(runtimes.deno)}, Bun ${minor(runtimes.bun)}`,
    `| 5.4, ${minor(devDependencies.typescript)} |`,
    `${rust} or later | native`,
    `Version ${minor(version)}`,
    `pandapon-${version}.tgz`,
  ]) {
    assert.ok(readme.includes(phrase), phrase);
  }
});
