/** All places where a page could leave data: network, document, storage, memory. */
import { memoryOf } from "./memory.mjs";

const KEPT = `
  const done = arguments[arguments.length - 1];
  (async () => ({
    localStorage: { ...localStorage },
    sessionStorage: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await globalThis.caches?.keys() ?? [],
  }))().then(done, (error) => done(String(error)));
`;

/** Returns the page's storage, with cookies that scripts cannot read. */
export async function keptBy(driver) {
  const kept = await driver.executeAsyncScript(KEPT);
  return { ...kept, cookies: await driver.manage().getCookies() };
}

/**
 * Returns texts by place. The network includes all scripts and the wasm; memory is available in Chromium only.
 * @param {import("selenium-webdriver").WebDriver} driver
 * @param {{ text(): string }} recorder
 */
export async function tracesOf(driver, recorder) {
  const kept = Object.entries(await keptBy(driver)).map(([place, content]) => [place, JSON.stringify(content)]);
  const isChromium = (await driver.getCapabilities()).has("goog:chromeOptions");
  return {
    network: recorder.text(),
    page: await driver.getPageSource(),
    ...Object.fromEntries(kept),
    ...(isChromium && (await memoryOf(driver))),
  };
}

const PLANT = `
  const [text, done] = arguments;
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(new TextEncoder().encode(text), 1000);
  window.planted = memory;
  document.body.dataset.planted = text;
  localStorage.setItem("planted", text);
  sessionStorage.setItem("planted", text);
  document.cookie = "planted=" + text;
  (async () => {
    await fetch("/server?" + text);
    await globalThis.caches?.open(text);
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open(text);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => resolve(opening.result.close());
    });
  })().then(() => done(), (error) => done(String(error)));
`;

/** Plants a text in each of these places. */
export async function plant(driver, text) {
  const problem = await driver.executeAsyncScript(PLANT, text);
  if (problem) throw new Error(problem);
}

/** Plants a text deep in a string, composed of characters, so that it is nowhere else. */
export const plantDeep = (driver, text) =>
  driver.executeScript(
    `window.plantedDeep = [..."-".repeat(50_000), ...[...arguments[0]].reverse()].join("");`,
    [...text].reverse().join(""),
  );
