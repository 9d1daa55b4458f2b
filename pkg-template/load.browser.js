/** Loads the wasm in a browser: from the address beside its glue, before whoever imports the package runs. */
import { instantiate } from "./instantiate.browser.js";
import { readCatalogue } from "./methods.js";
import * as glue from "./wasm/pandapon_bg.js";

const address = new URL("./wasm/pandapon_bg.wasm", import.meta.url);
const exports = await instantiate(address, { "./pandapon_bg.js": glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
readCatalogue();
