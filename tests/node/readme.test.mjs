/** The README: its JavaScript runs as it stands, and prints what its comments say. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as pandapon from "../../pkg/index.node.js";
import { credentials } from "./support/vendor.mjs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

const file = (path) => JSON.stringify(new URL(`../../pkg/${path}`, import.meta.url));
const files = {
  '"pandapon"': file("index.node.js"),
  '"pandapon/proxy"': file("proxy/index.js"),
  '"pandapon/sandbox"': file("sandbox/index.js"),
  '"pandapon/sign"': file("sign/index.js"),
};

/** What the text around a block takes for granted: a sandbox in the vendor's place, a client, an order on its way, a page. */
const setting = `
  const { Client } = await import(${files['"pandapon"']});
  const { createSandbox } = await import(${files['"pandapon/sandbox"']});
  globalThis.sandbox = createSandbox();
  globalThis.fetch = sandbox.fetch;
  globalThis.location = { href: "https://shop.example/" };
  globalThis.userOf = () => ({ userId: sandbox.userId });
  const { accessKey, accessSecret, userId } = sandbox;
  Object.assign(globalThis, { accessKey, accessSecret, userId });
  globalThis.client = new Client({ ...sandbox });
  const { product, order } = client.alibaba;
  const { offerId, productSkuInfos } = await product.get({ offerId: "701901950237" });
  const addressParam = {
    fullName: "王先生", mobile: "13800000000", phone: "", provinceText: "浙江省", cityText: "杭州市", townText: "", address: "1",
  };
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  globalThis.orderId = (await order.create({ flow: "general", addressParam, cargoParamList })).orderId;
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
`;

/** Runs a block as a module of its own, in a process of its own; gives the lines that it prints. */
function run(code) {
  const named = code.replace(/(?<=from )"pandapon[^"]*"/g, (name) => files[name]);
  // The block is a module of its own, so that it may declare what the setting has, too.
  const block = JSON.stringify(`data:text/javascript,${encodeURIComponent(named)}`);
  const script = `${setting}\nawait import(${block});`;
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).split("\n");
}

test("there are blocks to run", () => {
  assert.ok(blocks.length >= 9);
});

for (const code of blocks) {
  const title = code.split("\n").findLast((line) => line && line !== "}" && !line.startsWith("import"));
  test(`runs, and prints what its comments say: ${title}`, () => {
    const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
    const printed = run(code).slice(0, -1);
    assert.deepEqual(printed, expected);
  });
}

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
  assert.ok(readme.includes(`documented | the five headers, the envelope, the paths of ${count("documented")} endpoints`));
  assert.ok(readme.includes(`seen in public clients | the paths of ${count("client")} endpoints`));
  assert.ok(readme.includes(`the paths of ${count("twin")} endpoints, from the other generation's`));
  assert.ok(readme.includes(`${count("unrouted")} of the endpoints are named by the vendor`));
});

test("the table of endpoints counts them right", () => {
  const kinds = ["product", "order", "cart", "refund"];
  const rows = [...readme.matchAll(/^\| [^|]*`(\w+)\.\*` \| ([\d |]+)\|(.*)\|$/gm)];
  const counted = rows.map(([, group, cells, others]) => {
    const named = pandapon.endpoints.map(({ name }) => name).filter((name) => name.startsWith(`${group}.`));
    const kindOf = (name) => name.split(".").slice(-2)[0];
    const isOfKa = (name) => !name.startsWith("ka.taobao.");
    const numbers = cells.split("|").slice(0, kinds.length).map((cell) => Number(cell.trim()));
    const expected = kinds.map((kind) => named.filter((name) => kindOf(name) === kind && isOfKa(name)).length);
    assert.deepEqual(numbers, expected, group);
    return named.length - expected.reduce((sum, number) => sum + number);
  });
  assert.equal(rows.length, 4);
  assert.deepEqual(counted, [0, 0, 5, 14]);
});
