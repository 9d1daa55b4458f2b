/** `pandapon/sandbox` for Cloudflare Workers, which import wasm compiled and compile none at run time. */
import { wasm } from "./core.js";
import module from "./wasm/sandbox_bg.wasm";

wasm.set(new WebAssembly.Instance(module, wasm.imports));

export * from "./sandbox.js";
export async function init() {}
