/** Loads the sandbox's wasm in Node: from the file beside its glue, at once. */
import { readFileSync } from "node:fs";
import * as glue from "./wasm/sandbox_bg.js";

const module = new WebAssembly.Module(readFileSync(new URL("./wasm/sandbox_bg.wasm", import.meta.url)));
const { exports } = new WebAssembly.Instance(module, { "./sandbox_bg.js": glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
