/**
 * `pandapon` for Node, Deno, Bun, browsers and bundlers: the wasm stands in the JavaScript, so that no file has to be found
 * at run time.
 */
// Written by the build: the bytes of `wasm/pandapon_bg.wasm`, packed. First, where gzip has least to look through.

import { embed } from "./loading/embed.js";
import { core } from "./place.js";
import { packed, size } from "./wasm/pandapon_bg.wasm.js";

export * from "./main.js";
export const init = embed(core, { packed, size });
