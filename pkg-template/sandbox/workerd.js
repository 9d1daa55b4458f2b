/** `pandapon/sandbox` for Cloudflare Workers, which import wasm compiled and compile none at run time. */
import { wasm } from "./core.js";
// @ts-expect-error The compiler resolves it to the script beside it, sandbox_bg.wasm.js.
import module from "./wasm/sandbox_bg.wasm";

wasm.set(new WebAssembly.Instance(module, wasm.imports));

export { createSandbox } from "./sandbox.js";
export async function init() {}
