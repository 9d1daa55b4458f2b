/** `pandapon/sandbox` for Node, Deno, Bun, browsers and bundlers: the wasm is in the JavaScript. */

// biome-ignore assist/source/organizeImports: first in a bundle, the compressed bytes cost gzip less.
import { packed, size } from "./wasm/sandbox_bg.wasm.js";
import { loadEmbedded } from "../loading/embedded.js";
import { wasm } from "./core.js";

export { createSandbox } from "./sandbox.js";
export const init = loadEmbedded(wasm, { packed, size });
