/** What a command reads: a file, or standard input where its name is "-". */
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { UsageError } from "./arguments.js";

/** @returns {Promise<Uint8Array>} */
export function standardInput() {
  return buffer(process.stdin);
}

/** @returns {Promise<Uint8Array>} */
export async function fileOrInput(name) {
  if (name === "-") return standardInput();
  try {
    return await readFile(name);
  } catch (error) {
    throw new UsageError(`The file cannot be read: ${error.code}.`);
  }
}
