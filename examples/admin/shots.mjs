/**
 * Pictures of every view, in both languages, both themes and two widths: dist/shots/.
 *
 *     npm run admin:shots                 all of them
 *     npm run admin:shots orders zh       those whose name contains every one of these words
 */
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { buildPage } from "./server/page.mjs";
import { openServer } from "./server/server.mjs";
import { HEIGHT, look } from "./shots/look.mjs";
import { leave, scenes } from "./shots/scenes.mjs";

const folder = fileURLToPath(new URL("../../dist/shots/", import.meta.url));
const words = process.argv.slice(2);

await buildPage();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let count = 0;
// Each look has a server of its own, so that no scene affects another.
for (const language of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const chosen = scenes.filter(({ name }) => {
        const whole = [name, language, theme, width].join("-");
        return words.every((word) => whole.includes(word));
      });
      if (chosen.length > 0) await take(chosen, { language, theme, width });
    }
  }
}
await browser.close();
console.log(`${count} pictures are in dist/shots/`);

async function take(chosen, { language, theme, width }) {
  const server = await openServer();
  const page = await browser.newPage(look({ language, theme, width }));
  for (const { name, open } of chosen) {
    await leave(page);
    await open(page, server);
    await page.evaluate("document.fonts.ready");
    await page.evaluate("scrollTo(0, 0)");
    // The window is as high as the page, so that fixed elements stay at its edge.
    await page.setViewportSize({ width, height: Math.max(HEIGHT, await page.evaluate("document.body.scrollHeight")) });
    await page.screenshot({ path: `${folder}${[name, language, theme, width].join("-")}.png` });
    await page.setViewportSize({ width, height: HEIGHT });
    count += 1;
  }
  await page.close();
  server.close();
}
