/** JSON that a person or a program wrote, read without loss. */
// Puts the core in its place.
import "../index.node.js";
import { exactNumbers } from "../wasm/pandapon_bg.js";

/** How deep arrays and objects may nest: as deep as the core reads them. */
const MAX_DEPTH = 128;

/**
 * The value of a JSON text. Numbers that JavaScript would round come as strings, digit for digit: ids may be either.
 *
 * @param {Uint8Array} bytes
 * @throws {SyntaxError} which says where, and repeats nothing of the text
 */
export function parseJson(bytes) {
  if (nestsDeeply(bytes)) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} arrays and objects`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(exactNumbers(bytes)));
  } catch {
    throw new SyntaxError(`not JSON${placeOf(bytes)}`);
  }
}

/** Looks at each byte once. */
function nestsDeeply(bytes) {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
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
