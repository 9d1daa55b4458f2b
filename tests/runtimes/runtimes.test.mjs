/** The packed and installed package works in every runtime and with every bundler, without configuration. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { browsers } from "../browser/support/drivers.mjs";
import { serveFolder } from "../browser/support/files.mjs";
import { cells } from "./cells.mjs";
import { createWorkspace, pack } from "./workspace.mjs";

const text = "0123456789abcdef" + "1700000000" + "0123456789ABCDEF0123456789abcdef" + "fedcba9876543210";
const signature = createHash("md5").update(text).digest("hex").toUpperCase();

/** The expected result of the program in every cell. */
const expected = {
  endpoints: true,
  built: signature,
  signed: signature,
  idIsExact: true,
  refused: ["orderId unsafe_number"],
};

const drivers = new Map();
const results = [];
let workspace;

before(() => {
  workspace = createWorkspace(pack());
});

after(async () => {
  for (const driver of drivers.values()) await driver.quit();
  workspace?.remove();
  console.log(`\n${results.map(([name, works]) => `${works ? "works" : "FAILS"}  ${name}`).join("\n")}`);
  console.log(`${results.filter(([, works]) => works).length} of ${results.length}`);
});

async function driverOf(browser) {
  if (!drivers.has(browser)) drivers.set(browser, await browsers[browser]());
  return drivers.get(browser);
}

/** Opens the page of a folder in a browser. Returns its outcome. */
async function visit(folder, browser = "chromium") {
  const driver = await driverOf(browser);
  const { address, stop } = await serveFolder(folder);
  try {
    await driver.manage().setTimeouts({ script: 30_000 });
    await driver.get(`${address}/`);
    return await driver.executeAsyncScript((done) => {
      // WebKit reports that a page is loaded before its modules have run.
      const until = Date.now() + 20_000;
      (function look() {
        if (globalThis.outcome) globalThis.outcome.then(done, (error) => done(String(error)));
        else if (Date.now() < until) setTimeout(look, 50);
        else done("the page's script did not run");
      })();
    });
  } finally {
    stop();
  }
}

for (const [name, run] of Object.entries(cells)) {
  test(name, async () => {
    const result = [name, false];
    results.push(result);
    assert.deepEqual(await run({ workspace, visit }), expected);
    result[1] = true;
  });
}
