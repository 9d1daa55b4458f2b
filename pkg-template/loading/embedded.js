/** Wasm inside JavaScript: compressed by LZMA and written as text by the build. */
import { decompress } from "./lzma.js";

/** The characters in their order: the first 40 of them stand for 6 bits, the others for 7. */
const ALPHABET = Array.from({ length: 94 }, (_, index) => String.fromCharCode(32 + index)).filter(
  (character) => !"\"'\\`$<".includes(character),
);
const SHORT = 40;

/**
 * Makes the instance synchronously, without top-level await, which service workers, classic scripts and `require` lack.
 * Returns the `init` for runtimes that refuse that: Chrome before version 115 compiles only small modules in a page.
 *
 * @param {import("./wasm-instance.js").WasmInstance} wasm
 * @param {{ packed: string, size: number }} module as the build wrote it
 */
export function loadEmbedded(wasm, { packed, size }) {
  // `pandapon/slim` may have loaded it.
  if (wasm.isReady) return async () => {};
  const bytes = decompress(decodeText(packed), size);
  try {
    wasm.set(new WebAssembly.Instance(new WebAssembly.Module(bytes), wasm.imports));
  } catch (cause) {
    wasm.setMissing(cause);
  }
  return wasm.createInit(async () => (await WebAssembly.instantiate(bytes, wasm.imports)).instance);
}

/**
 * Decodes a text to its bytes, followed by zeros.
 *
 * @param {string} text
 */
export function decodeText(text) {
  const values = new Uint8Array(128);
  ALPHABET.forEach((character, value) => (values[character.charCodeAt(0)] = value));
  const bytes = new Uint8Array(text.length);
  let [written, bits, count] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)];
    const length = value < SHORT ? 6 : 7;
    bits = ((bits & 255) << length) | (value < SHORT ? value : value + SHORT);
    count += length;
    if (count >= 8) bytes[written++] = bits >> (count -= 8);
  }
  return bytes;
}
