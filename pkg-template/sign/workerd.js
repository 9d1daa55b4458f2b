/** `pandapon/sign` for Cloudflare Workers: they compile no wasm at run time, but import it compiled. */

import module from "../pandapon_sign.wasm";
import { createSigning } from "./signing.js";

export const { sign, signHeaders, explainSignature, verifyCallback, init } = createSigning(
  () => new WebAssembly.Instance(module),
  () => WebAssembly.instantiate(module),
);
