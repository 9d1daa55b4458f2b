/**
 * The file that keeps what a sandbox was told. The sandbox is deterministic: told the same at the same times, it is the
 * same again.
 *
 * The first line says whose inputs follow; each further line is a batch of them, which was written at once and forced
 * to the disk before any of it was answered. So only the last line can be torn, and nothing of it was answered.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { lock } from "./lock.js";
import { StateError } from "./state-error.js";

/** The form of the file. */
const FORMAT = 1;

/** Only the very same state machine makes the same of the same inputs. */
function machine() {
  const wasm = readFileSync(new URL("../../sandbox/wasm/sandbox_bg.wasm", import.meta.url));
  return createHash("sha256").update(wasm).digest("hex");
}

export class Journal {
  #handle;
  #unlock;

  constructor(seed, handle, unlock) {
    this.seed = seed;
    this.#handle = handle;
    this.#unlock = unlock;
  }

  /**
   * Opens the file, or begins it.
   *
   * @param {boolean} insists whether no other seed will do
   * @returns {Promise<{ journal: Journal, batches: import("./inputs.js").Input[][] }>}
   */
  static async open(file, seed, insists) {
    const unlock = await lock(file);
    try {
      const text = await read(file);
      const lines = linesOf(text);
      const head = text === "" ? { format: FORMAT, machine: machine(), seed } : headOf(file, lines[0]);
      if (insists && head.seed !== seed) {
        throw new StateError(`${file} is the state of seed ${head.seed}: leave out --seed, or name another file.`);
      }
      const batches = batchesOf(file, lines.slice(1));
      const handle = await replace(file, [head, ...batches]);
      return { journal: new Journal(head.seed, handle, unlock), batches };
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Keeps a batch: when this is done, no crash loses it. */
  async append(batch) {
    await this.#handle.write(line(batch));
    await this.#handle.datasync();
  }

  async close() {
    await this.#handle.close();
    await this.#unlock();
  }
}

async function read(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw new StateError(`${file} cannot be read: ${error.code}.`);
  }
}

/** What stands behind the last end of a line is torn. */
function linesOf(text) {
  return text.split("\n").slice(0, -1);
}

function headOf(file, text = "") {
  const head = parsed(text);
  if (!Number.isInteger(head?.format)) throw new StateError(`${file} is not the state of a sandbox.`);
  if (head.format === FORMAT && head.machine === machine()) return head;
  throw new StateError(
    `${file} is of another version of pandapon, which would make something else of it. ` +
      "Go on with that version, or name another file.",
  );
}

function batchesOf(file, lines) {
  const batches = lines.map(parsed);
  if (batches.at(-1) === undefined) batches.pop();
  if (batches.every(Array.isArray)) return batches;
  throw new StateError(`${file} is damaged at line ${batches.findIndex((batch) => !Array.isArray(batch)) + 2}.`);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts a new file in the place of the old one, which stays whole until then. Gives the file to append to. */
async function replace(file, values) {
  const fresh = `${file}.new`;
  const handle = await open(fresh, "w", 0o600);
  await handle.write(values.map(line).join(""));
  await handle.sync();
  await rename(fresh, file);
  await syncFolder(dirname(file));
  return handle;
}

/** Forces a folder's names to the disk. Windows knows no such thing, and does it by itself. */
async function syncFolder(folder) {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}

function line(value) {
  return `${JSON.stringify(value)}\n`;
}
