/** The wasm of `pandapon`, however the runtime loads it. */
import { createWasmInstance } from "./loading/wasm-instance.js";
import { readCatalogue } from "./methods.js";
import * as glue from "./wasm/pandapon_bg.js";

export const wasm = createWasmInstance("pandapon", glue, "./pandapon_bg.js", readCatalogue);
