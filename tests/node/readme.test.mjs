/** The README: its JavaScript runs as it stands, and prints what its comments say. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as pandapon from "../../pkg/index.node.js";
import { blocksOf, linesOf, promisedBy, textOf } from "./support/document.mjs";
import { credentials } from "./support/vendor.mjs";

const readme = textOf("README.md");
const blocks = blocksOf("README.md");

test("there are blocks to run", () => {
  assert.ok(blocks.length >= 9);
});

for (const code of blocks) {
  const title = code.split("\n").findLast((line) => line && line !== "}" && !line.startsWith("import"));
  test(`runs, and prints what its comments say: ${title}`, () => {
    assert.deepEqual(linesOf(code), promisedBy(code));
  });
}

test("the Chinese README has the same code", () => {
  const codeOf = (path) => textOf(path).match(/^```(?:js|rust|mermaid)\n.*?^```$/gms);
  assert.deepEqual(codeOf("README.zh-CN.md"), codeOf("README.md"));
});

test("the Chinese README has a part for each part, a row for each row, and the same figures", () => {
  const chinese = textOf("README.zh-CN.md");
  const shapeOf = (text) => text.match(/^(?:#+ |\| |- |!\[)/gm);
  assert.deepEqual(shapeOf(chinese), shapeOf(readme));
  const figuresOf = (text) => (text.replace(/^```.*?^```$/gms, "").match(/\b\d[\d.]*\b/g) ?? []).sort();
  assert.deepEqual(figuresOf(chinese), figuresOf(readme));
});

test("the table of errors has every class, and no other; `sent` is as it says", () => {
  const rows = [...readme.matchAll(/^\| `(\w+Error)` \|.*\| `(true|false)`.*\|$/gm)].map(([, name]) => name);
  const classes = Object.keys(pandapon).filter((name) => name.endsWith("Error") && name !== "PandaponError");
  assert.deepEqual(rows.sort(), classes.sort());
});

test("the table of options has every option that a client takes", () => {
  const [table] = /^\| option of a client (.|\n\|)*/m.exec(readme);
  const options = [...table.matchAll(/^\| ((?:`\w+`(?:, | or )?)+) \|/gm)].flatMap(([, names]) =>
    names.match(/\w+(?=`)/g),
  );
  for (const name of options.filter((name) => !name.endsWith("Error"))) {
    // Each is looked at: a wrong kind of value is refused, by its name.
    const wrong = { ...credentials, [name]: Symbol(name) };
    if (name === "signer") delete wrong.accessSecret;
    assert.throws(() => new pandapon.Client(wrong), new RegExp(name), name);
  }
});

test("what it says of the catalogue is so", () => {
  const count = (provenance) => pandapon.endpoints.filter((endpoint) => endpoint.provenance === provenance).length;
  assert.ok(readme.includes(`every endpoint that the vendor names, ${pandapon.endpoints.length} in three generations`));
  assert.ok(
    readme.includes(`documented | the five headers, the envelope, the paths of ${count("documented")} endpoints`),
  );
  assert.ok(readme.includes(`seen in public clients | the paths of ${count("client")} endpoints`));
  assert.ok(readme.includes(`the paths of ${count("derived")} endpoints, from the other generation's`));
  assert.ok(readme.includes(`${count("unrouted")} of the endpoints are named by the vendor`));
});

test("the table of endpoints counts them right", () => {
  const kinds = ["product", "order", "cart", "refund"];
  const rows = [...readme.matchAll(/^\| [^|]*`(\w+)\.\*` \| ([\d |]+)\|(.*)\|$/gm)];
  const counted = rows.map(([, group, cells, others]) => {
    const named = pandapon.endpoints.map(({ name }) => name).filter((name) => name.startsWith(`${group}.`));
    const kindOf = (name) => name.split(".").slice(-2)[0];
    const isOfKa = (name) => !name.startsWith("ka.taobao.");
    const numbers = cells
      .split("|")
      .slice(0, kinds.length)
      .map((cell) => Number(cell.trim()));
    const expected = kinds.map((kind) => named.filter((name) => kindOf(name) === kind && isOfKa(name)).length);
    assert.deepEqual(numbers, expected, group);
    return named.length - expected.reduce((sum, number) => sum + number);
  });
  assert.equal(rows.length, 4);
  assert.deepEqual(counted, [0, 0, 5, 14]);
});
