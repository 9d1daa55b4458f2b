/** What a command reads: a file, or standard input where its name is "-". */
import { createReadStream, fstatSync } from "node:fs";
import { UsageError } from "./arguments.js";

/** 16 MiB, as many as a request may have. */
const MAX_BYTES = 16_777_216;

const TOO_LONG = `The input is longer than ${MAX_BYTES} bytes, the maximum.`;

/** How long an open pipe may be silent, in milliseconds, where nothing says that it is to be read. */
const PATIENCE = 3000;

/**
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
 * What is piped in without being asked for: a pipe or a file as standard input is read, a terminal is not.
 *
 * @returns {Promise<Uint8Array | undefined>} nothing if there is no pipe, or it stays open without a word: shells and
 *   schedulers leave such pipes behind
 */
export async function pipedInput() {
  if (!isPiped()) return Buffer.alloc(0);
  const { stdin } = process;
  const began = new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE, false);
    for (const event of ["readable", "end", "close", "error"]) {
      stdin.once(event, () => {
        clearTimeout(timer);
        resolve(true);
      });
    }
  });
  if (await began) return standardInput();
  // Would keep the process waiting.
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

/** @returns {Promise<Uint8Array>} */
export async function fileOrInput(name) {
  if (name === "-") return standardInput();
  try {
    return await standardInput(createReadStream(name));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file cannot be read: ${error.code}.`);
  }
}
