/** Wasm that stands in the JavaScript: as text, which the build packed. */
import { bytesOf } from "./bytes.js";
import { unpack } from "./unpack.js";

/**
 * Makes the instance at once: no top-level await, which service workers, classic scripts and `require` do not have. Gives
 * the `init` for where that is refused: Chrome before version 115 compiles small modules only, in a page.
 *
 * @param {ReturnType<typeof import("./place.js").createPlace>} place
 * @param {{ packed: string, size: number }} wasm as the build wrote it
 */
export function embed(place, { packed, size }) {
  // `pandapon/slim` may have brought it.
  if (place.isFilled) return async () => {};
  const bytes = unpack(bytesOf(packed), size);
  try {
    place.put(new WebAssembly.Instance(new WebAssembly.Module(bytes), place.imports));
  } catch (cause) {
    place.leaveEmpty(cause);
  }
  return place.once(async () => (await WebAssembly.instantiate(bytes, place.imports)).instance);
}
