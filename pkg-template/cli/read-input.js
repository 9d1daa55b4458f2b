/** Reads the input of a command: a file or standard input, and JSON without loss. */
import { createReadStream, fstatSync } from "node:fs";
// Loads the wasm.
import "../index.node.js";
import { exactNumbers } from "../wasm/pandapon_bg.js";
import { UsageError } from "./arguments.js";

/** 16 MiB, the maximum of a request. */
const MAX_BYTES = 16_777_216;

const TOO_LONG = `The input is longer than ${MAX_BYTES} bytes, the maximum.`;

/** How long to wait for an open pipe that the command line does not ask to read, in milliseconds. */
const PIPE_TIMEOUT = 3000;

/** Maximum depth of nested arrays and objects: the core's own. */
const MAX_DEPTH = 128;

/**
 * Reads standard input, or another stream, to its end.
 *
 * @param {AsyncIterable<Uint8Array>} [stream]
 * @returns {Promise<Uint8Array>}
 */
export async function standardInput(stream = process.stdin) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new UsageError(TOO_LONG);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads standard input if it is a pipe or a file, not a terminal.
 *
 * @returns {Promise<Uint8Array | undefined>} empty without a pipe; `undefined` if the pipe stays open and silent, as shells
 *   and schedulers leave some behind
 */
export async function pipedInput() {
  if (!isPiped()) return Buffer.alloc(0);
  const { stdin } = process;
  const hasBegun = new Promise((resolve) => {
    const timer = setTimeout(resolve, PIPE_TIMEOUT, false);
    for (const event of ["readable", "end", "close", "error"]) {
      stdin.once(event, () => {
        clearTimeout(timer);
        resolve(true);
      });
    }
  });
  if (await hasBegun) return standardInput();
  // The open pipe would keep the process alive.
  stdin.destroy();
  return undefined;
}

function isPiped() {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isFile() || stats.isSocket();
  } catch {
    // Standard input is closed.
    return false;
  }
}

/**
 * Reads a file, or standard input if its name is "-".
 *
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
export async function fileOrInput(name) {
  if (name === "-") return standardInput();
  try {
    return await standardInput(createReadStream(name));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file cannot be read: ${error.code}.`);
  }
}

/**
 * Parses JSON. Numbers that JavaScript would round become strings: ids may be either.
 *
 * @param {Uint8Array} bytes
 * @throws {SyntaxError} with the position, and without a part of the text
 */
export function parseJson(bytes) {
  if (nestsDeeply(bytes)) throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(exactNumbers(bytes)));
  } catch {
    throw new SyntaxError(`not JSON${positionOf(bytes)}`);
  }
}

/**
 * Returns whether arrays and objects nest deeper than the maximum, in one pass over the bytes.
 *
 * @param {Uint8Array} bytes
 */
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

/**
 * Returns where parsing failed: in the original text, not in the rewritten one.
 *
 * @param {Uint8Array} bytes
 */
function positionOf(bytes) {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
  } catch ({ message }) {
    const [, position] = /position (\d+)/.exec(message) ?? [];
    if (position) return ` (at position ${position})`;
  }
  return "";
}
