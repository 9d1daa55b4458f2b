/** Makes the instance of a wasm module from whatever there is of it. */
import { configError } from "../errors.js";

/** @param {unknown} source a module, its bytes, a response with them, their address, or a promise of one of these */
export async function instantiate(source, imports) {
  const given = await source;
  if (typeof given === "string" || given instanceof URL) return instantiate(fetch(given), imports);
  if (typeof given?.arrayBuffer === "function") return instantiateResponse(given, imports);
  if (typeof given !== "object" || given === null) {
    throw configError("init needs the wasm: a WebAssembly.Module, its bytes, a Response, or its address");
  }
  const made = await WebAssembly.instantiate(given, imports);
  return made.instance ?? made;
}

/** Servers that do not know `application/wasm` are common; without that type nothing can be compiled while it loads. */
async function instantiateResponse(response, imports) {
  if (!response.ok) throw configError(`init could not load the wasm: HTTP ${response.status} for ${response.url}`);
  const { instance } = response.headers.get("content-type")?.startsWith("application/wasm")
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  return instance;
}
