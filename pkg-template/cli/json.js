/** JSON that a person or a program wrote, read without loss. */
// Puts the core in its place.
import "../index.node.js";
import { exactNumbers } from "../wasm/pandapon_bg.js";

/**
 * The value of a JSON text. Numbers that JavaScript would round come as strings, digit for digit: ids may be either.
 *
 * @param {Uint8Array} bytes
 * @throws {SyntaxError} which says where, and repeats nothing of the text
 */
export function parseJson(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(exactNumbers(bytes)));
  } catch {
    throw new SyntaxError(`not JSON${placeOf(bytes)}`);
  }
}

/** Where the engine gave up: in the text as it was written, not as it was made exact. */
function placeOf(bytes) {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
  } catch ({ message }) {
    const [, position] = /position (\d+)/.exec(message) ?? [];
    if (position) return ` (at position ${position})`;
  }
  return "";
}
