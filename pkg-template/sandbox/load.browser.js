/** Loads the sandbox's wasm in a browser: from the address beside its glue, before anything else runs. */
import { instantiate } from "../instantiate.browser.js";
import * as glue from "./wasm/sandbox_bg.js";

const address = new URL("./wasm/sandbox_bg.wasm", import.meta.url);
const exports = await instantiate(address, { "./sandbox_bg.js": glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
