/**
 * The file that keeps a sandbox: a snapshot of it, and what it was told since. The sandbox is deterministic: told the
 * same at the same times, it is the same again.
 *
 * The first line is the snapshot; each further line is a batch of inputs, which was written at once and forced to the
 * disk before any of it was answered. So only the last line can be torn, and nothing of it was answered.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { lock } from "./lock.js";
import { StateError } from "./state-error.js";

/** The form of the file. */
const FORMAT = 1;

/** In bytes: from here on a snapshot is shorter than all that was said since the last, or at least worth its time. */
const LONG = 8_388_608;

/** Only the very same state machine makes the same of the same inputs. */
function machine() {
  const wasm = readFileSync(new URL("../../sandbox/wasm/sandbox_bg.wasm", import.meta.url));
  return createHash("sha256").update(wasm).digest("hex");
}

/** @typedef {import("./inputs.js").Input} Input */

export class Journal {
  #file;
  #handle;
  #unlock;
  #appended = 0;

  constructor(file, seed, unlock) {
    this.#file = file;
    this.seed = seed;
    this.#unlock = unlock;
  }

  /**
   * Reads the file. It stays as it is until `begin`.
   *
   * @param {boolean} insists whether no other seed will do
   * @returns {Promise<{ journal: Journal, batches: Input[][], posting?: boolean, snapshot?: string }>} also
   *   whether push messages were posted since the snapshot
   */
  static async open(file, seed, insists) {
    const unlock = await lock(file);
    try {
      const text = await read(file);
      if (text === "") return { journal: new Journal(file, seed, unlock), batches: [] };
      const { head, batches } = contentOf(file, text);
      if (insists && head.seed !== seed) {
        throw new StateError(`${file} is the state of seed ${head.seed}: leave out --seed, or name another file.`);
      }
      const { posting, snapshot } = head;
      return { journal: new Journal(file, head.seed, unlock), posting, snapshot, batches };
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Whether it is time to begin anew. */
  get isLong() {
    return this.#appended > LONG;
  }

  /**
   * Begins anew with a snapshot: a new file takes the place of the old one, which stays whole until then.
   *
   * @param {string} snapshot
   * @param {boolean} posting whether push messages are posted from here on
   */
  async begin(snapshot, posting) {
    const fresh = await open(`${this.#file}.new`, "w", 0o600);
    await fresh.writeFile(line({ format: FORMAT, machine: machine(), seed: this.seed, posting, snapshot }));
    await fresh.sync();
    await rename(`${this.#file}.new`, this.#file);
    await syncFolder(dirname(this.#file));
    await this.#handle?.close();
    this.#handle = fresh;
    this.#appended = 0;
  }

  /** Keeps a batch: when this is done, no crash loses it. */
  async append(batch) {
    const bytes = Buffer.from(line(batch));
    await this.#handle.writeFile(bytes);
    await this.#handle.datasync();
    this.#appended += bytes.length;
  }

  async close() {
    await this.#handle?.close();
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
function contentOf(file, text) {
  const [first = "", ...lines] = text.split("\n").slice(0, -1);
  const head = parsed(first);
  if (!Number.isInteger(head?.format)) throw new StateError(`${file} is not the state of a sandbox.`);
  const batches = lines.map(parsed);
  if (batches.at(-1) === undefined) batches.pop();
  // Snapshots say by themselves which versions read them.
  const fits = batches.length === 0 || head.machine === machine();
  if (head.format !== FORMAT || !fits) throw otherVersion(file);
  const damaged = batches.findIndex((batch) => !Array.isArray(batch));
  if (damaged >= 0) throw new StateError(`${file} is damaged at line ${damaged + 2}.`);
  return { head, batches };
}

/** The refusal of a file that another version wrote. */
export function otherVersion(file) {
  return new StateError(
    `${file} is of another version of pandapon, which would make something else of it. ` +
      "Go on with that version, or name another file.",
  );
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
