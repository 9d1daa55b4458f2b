/** `pandapon` for Node, Deno, Bun, browsers and bundlers: the wasm is in the JavaScript, so no file is read at run time. */

// biome-ignore assist/source/organizeImports: first in a bundle, the compressed bytes cost gzip 1 KB less.
import { packed, size } from "./wasm/pandapon_bg.wasm.js";
import { wasm } from "./client-wasm.js";
import { loadEmbedded } from "./loading/embedded.js";

export * from "./exports.js";
export const init = loadEmbedded(wasm, { packed, size });
