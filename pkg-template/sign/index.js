/**
 * `pandapon/sign` for Node, Deno, Bun, browsers and bundlers: the wasm is in the JavaScript, so no file is read at run
 * time, and is compiled synchronously on the first call.
 */
import { createSigning } from "./signing.js";
// Written by the build: the bytes of `pandapon_sign.wasm`. In hexadecimal they compress better than in base64.
import { hexadecimal } from "./wasm.js";

function bytes() {
  const bytes = new Uint8Array(hexadecimal.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = parseInt(hexadecimal.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

export const { sign, signHeaders, explainSignature, verifyCallback, init } = createSigning(
  () => new WebAssembly.Instance(new WebAssembly.Module(bytes())),
  async () => (await WebAssembly.instantiate(bytes())).instance,
);
