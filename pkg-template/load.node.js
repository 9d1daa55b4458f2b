/** Loads the wasm in Node: from the file beside its glue, at once. */
import { readFileSync } from "node:fs";
import { readCatalogue } from "./methods.js";
import * as glue from "./wasm/pandapon_bg.js";

const module = new WebAssembly.Module(readFileSync(new URL("./wasm/pandapon_bg.wasm", import.meta.url)));
const { exports } = new WebAssembly.Instance(module, { "./pandapon_bg.js": glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
readCatalogue();
