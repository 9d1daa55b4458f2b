/** Loads the wasm in a browser: from the address beside this one, before anything else of the package runs. */
import * as glue from "./wasm/pandapon_bg.js";

const address = new URL("./wasm/pandapon_bg.wasm", import.meta.url);
const imports = { "./pandapon_bg.js": glue };

/** Servers that do not know `application/wasm` are common; without the type nothing can be compiled while it loads. */
async function instantiate() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`pandapon cannot load its wasm: HTTP ${answer.status} for ${address}`);
  if (answer.headers.get("content-type")?.startsWith("application/wasm")) {
    return WebAssembly.instantiateStreaming(answer, imports);
  }
  return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}

const { exports } = (await instantiate()).instance;
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
