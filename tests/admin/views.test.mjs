/** Every view of examples/admin is accessible (axe) and not wider than the window. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { buildPage } from "../../examples/admin/server/page.mjs";
import { openServer } from "../../examples/admin/server/server.mjs";
import { look } from "../../examples/admin/shots/look.mjs";
import { leave, scenes } from "../../examples/admin/shots/scenes.mjs";

const looks = [
  { language: "en", theme: "light", width: 1280 },
  { language: "zh", theme: "dark", width: 360 },
];

let browser;

before(async () => {
  await buildPage();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser?.close());

for (const { language, theme, width } of looks) {
  describe(`${width} pixels wide, ${theme}, ${language}`, () => {
    let server;
    let page;
    const complaints = [];

    before(async () => {
      server = await openServer();
      page = await browser.newPage(look({ language, theme, width }));
      page.on("pageerror", (error) => complaints.push(String(error)));
    });
    after(() => server?.close());

    for (const { name, open } of scenes) {
      test(name, async () => {
        await leave(page);
        await open(page, server);
        assert.deepEqual(await seriousViolations(page), []);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, "it is too wide");
        assert.deepEqual(complaints.splice(0), []);
      });
    }
  });
}

async function seriousViolations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
