/** `pandapon/sign` for Cloudflare Workers, which import wasm compiled and compile none at run time. */

import module from "../pandapon_sign.wasm";
import { createSigning } from "./signing.js";

export const { sign, signHeaders, explainSignature, verifyCallback, init } = createSigning(
  () => new WebAssembly.Instance(module),
  () => WebAssembly.instantiate(module),
);
