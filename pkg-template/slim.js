/** `pandapon/slim`: the client without its wasm, which `init` takes. */
import { wasm } from "./client-wasm.js";
import { configError } from "./errors.js";

export * from "./exports.js";
export const init = wasm.createInit(instantiate);

/**
 * Makes the instance of the module, its bytes, a response with them, their URL, or a promise of one of these.
 *
 * @param {any} input
 * @returns {Promise<WebAssembly.Instance>}
 */
async function instantiate(input) {
  const source = await input;
  if (typeof source === "string" || source instanceof URL) return instantiate(fetch(source));
  if (typeof source?.arrayBuffer === "function") return instantiateResponse(source);
  if (typeof source !== "object" || source === null) {
    throw configError("init needs the wasm: a WebAssembly.Module, its bytes, a Response, or a URL");
  }
  const result = await WebAssembly.instantiate(source, wasm.imports);
  return result.instance ?? result;
}

/**
 * Compiles while the response arrives where the server sends `application/wasm`, as `instantiateStreaming` requires: many
 * servers do not know that type.
 *
 * @param {Response} response
 */
async function instantiateResponse(response) {
  if (!response.ok) throw configError(`init could not load the wasm: HTTP ${response.status} for ${response.url}`);
  const { instance } = response.headers.get("content-type")?.startsWith("application/wasm")
    ? await WebAssembly.instantiateStreaming(response, wasm.imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), wasm.imports);
  return instance;
}
