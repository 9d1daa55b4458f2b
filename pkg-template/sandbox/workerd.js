/** `pandapon/sandbox` for Cloudflare Workers: they compile no wasm at run time, but import it compiled. */
import { core } from "./place.js";
import module from "./wasm/sandbox_bg.wasm";

core.put(new WebAssembly.Instance(module, core.imports));

export * from "./sandbox.js";
export async function init() {}
