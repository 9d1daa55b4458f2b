/** `pandapon/sandbox` for Node, Deno, Bun, browsers and bundlers: the wasm stands in the JavaScript. */
import { embed } from "../loading/embed.js";
import { core } from "./place.js";
// Written by the build: the bytes of `wasm/sandbox_bg.wasm`, packed.
import * as wasm from "./wasm/sandbox_bg.wasm.js";

export * from "./sandbox.js";
export const init = embed(core, wasm);
