/** `pandapon` for Cloudflare Workers, which import wasm compiled and compile none at run time. */
import { wasm } from "./client-wasm.js";
// @ts-expect-error The compiler resolves it to the script beside it, pandapon_bg.wasm.js.
import module from "./wasm/pandapon_bg.wasm";

wasm.set(new WebAssembly.Instance(module, wasm.imports));

export { eventHandler } from "./event-handler.js";
export { eventReceiver } from "./event-receiver.js";
export * from "./exports.js";
export async function init() {}
