/** The memory of a page in Chromium: its strings, and all that its wasm holds. */
import { chromium } from "playwright-core";

/** For Chromium's start: otherwise a snapshot has the first 1024 characters of each string alone. */
export const WHOLE_STRINGS = "--js-flags=--heap-snapshot-string-limit=100000000";

/** As texts; each byte is a character. */
export async function memoryOf(driver) {
  const { debuggerAddress } = (await driver.getCapabilities()).get("goog:chromeOptions");
  const browser = await chromium.connectOverCDP(`http://${debuggerAddress}`);
  try {
    const [page] = browser.contexts()[0].pages();
    const session = await page.context().newCDPSession(page);
    return { strings: await stringsIn(session), wasm: await wasmIn(session) };
  } finally {
    // Ends the connection alone: the browser is the driver's.
    await browser.close();
  }
}

/** A snapshot of the heap. */
async function stringsIn(session) {
  const chunks = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.takeHeapSnapshot");
  return chunks.join("");
}

/** A snapshot has no bytes: they are read from every memory there is. */
async function wasmIn(session) {
  const { result } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const functionDeclaration = `function () {
    const decoder = new TextDecoder("latin1");
    return this.map(({ buffer }) => decoder.decode(buffer)).join("\\n");
  }`;
  const call = { functionDeclaration, objectId: objects.objectId, returnByValue: true };
  return (await session.send("Runtime.callFunctionOn", call)).result.value;
}
