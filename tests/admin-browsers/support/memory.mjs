/** The memory of a page in Chromium: its strings, and the memory of its wasm. */
import { chromium } from "playwright-core";

/** Flags for Chromium: without them a snapshot has only the first 1024 characters of each string. */
export const WHOLE_STRINGS = "--js-flags=--heap-snapshot-string-limit=100000000";

/** Returns texts in which each byte is a character. */
export async function memoryOf(driver) {
  const { debuggerAddress } = (await driver.getCapabilities()).get("goog:chromeOptions");
  const browser = await chromium.connectOverCDP(`http://${debuggerAddress}`);
  try {
    const [page] = browser.contexts()[0].pages();
    const session = await page.context().newCDPSession(page);
    return { strings: await stringsIn(session), wasm: await wasmIn(session) };
  } finally {
    // Closes only the connection: the driver owns the browser.
    await browser.close();
  }
}

/** Takes a snapshot of the heap. */
async function stringsIn(session) {
  const chunks = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.takeHeapSnapshot");
  return chunks.join("");
}

/** Reads the bytes of every wasm memory, which a snapshot does not contain. */
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
