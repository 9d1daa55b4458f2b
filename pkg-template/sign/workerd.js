/** `pandapon/sign` for Cloudflare Workers: they compile no wasm at run time, but import it compiled. */
import { createSigning } from "./signing.js";
import module from "../pandapon_sign.wasm";

export const { sign, signHeaders, explainSignature, verifyCallback, init } = createSigning(
  () => new WebAssembly.Instance(module),
  () => WebAssembly.instantiate(module),
);
