/** `pandapon` for Cloudflare Workers: they compile no wasm at run time, but import it compiled. */
import { core } from "./place.js";
import module from "./wasm/pandapon_bg.wasm";

core.put(new WebAssembly.Instance(module, core.imports));

export { eventHandler } from "./event-handler.js";
export * from "./main.js";
export async function init() {}
