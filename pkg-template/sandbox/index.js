/** `pandapon/sandbox` for Node, Deno, Bun, browsers and bundlers: the wasm stands in the JavaScript. */
// Written by the build: the bytes of `wasm/sandbox_bg.wasm`, packed. First, where gzip has least to look through.

import { embed } from "../loading/embed.js";
import { core } from "./place.js";
import { packed, size } from "./wasm/sandbox_bg.wasm.js";

export * from "./sandbox.js";
export const init = embed(core, { packed, size });
