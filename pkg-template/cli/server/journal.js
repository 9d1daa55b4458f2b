/**
 * The file that keeps a sandbox: a snapshot of it, and what it was told since. The sandbox is deterministic: told the
 * same at the same times, it is the same again.
 *
 * The first line is the snapshot; each further line is a batch of inputs, which was written at once and forced to the
 * disk before any of it was answered. So only the last line can be torn, and nothing of it was answered.
 *
 * The file is found by its real path, whatever links lead to it. It is never changed but by lines at its end: a new
 * snapshot is a new file, made under a name that nobody can guess (never through a link), which takes the place of the
 * old one. Another name of the old file (a hard link) goes on to name that one: a state of its own from then on.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants, readFileSync } from "node:fs";
import { lstat, open, readdir, readlink, realpath, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CHANGES } from "./controls.js";
import { lock } from "./lock.js";
import { DiskError, diskError, StateError } from "./state-error.js";

/** The form of the file. */
const FORMAT = 1;

/** In bytes: from here on a snapshot is shorter than all that was said since the last, or at least worth its time. */
const LONG = 8_388_608;

/** A longer file is none of a sandbox: 1 GiB. */
const MAX_BYTES = 1_073_741_824;

/** So many links may lead to a file. */
const MAX_LINKS = 40;

const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/** Only the very same state machine makes the same of the same inputs. */
function machine() {
  const wasm = readFileSync(new URL("../../sandbox/wasm/sandbox_bg.wasm", import.meta.url));
  return createHash("sha256").update(wasm).digest("hex");
}

/** @typedef {import("./inputs.js").Input} Input */

export class Journal {
  #file;
  #handle;
  /** Which file it is, whatever stands at its path. */
  #identity;
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
   * @param {string} path to the file, or to a link to it
   * @param {boolean} insists whether no other seed will do
   * @returns {Promise<{ journal: Journal, batches: Input[][], posting?: boolean, snapshot?: string }>} also
   *   whether push messages were posted since the snapshot
   */
  static async open(path, seed, insists) {
    const file = await realPathOf(path);
    const unlock = await lock(file);
    try {
      await removeLeftovers(file);
      const bytes = await read(file);
      if (bytes.length === 0) return { journal: new Journal(file, seed, unlock), batches: [] };
      const { head, batches } = contentOf(file, bytes);
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
    const path = `${this.#file}.${randomBytes(8).toString("hex")}.new`;
    let fresh;
    try {
      if (this.#handle) await this.#checkPlace();
      fresh = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
      await fresh.writeFile(line({ format: FORMAT, machine: machine(), seed: this.seed, posting, snapshot }));
      await fresh.sync();
      this.#identity = identityOf(await fresh.stat({ bigint: true }));
      await rename(path, this.#file);
      await syncFolder(dirname(this.#file));
    } catch (error) {
      await fresh?.close().catch(() => {});
      if (fresh) await unlink(path).catch(() => {});
      throw diskError(this.#file, "written", error);
    }
    await this.#handle?.close();
    this.#handle = fresh;
    this.#appended = 0;
  }

  /** Keeps a batch: when this is done, no crash loses it. */
  async append(batch) {
    const bytes = Buffer.from(line(batch));
    try {
      await this.#handle.writeFile(bytes);
      await this.#handle.datasync();
      await this.#checkPlace();
    } catch (error) {
      throw diskError(this.#file, "written", error);
    }
    this.#appended += bytes.length;
  }

  /** A file that was removed, or replaced by another, takes lines as before, and nobody would ever read them. */
  async #checkPlace() {
    const there = await lstat(this.#file, { bigint: true }).catch((error) => {
      if (!["ENOENT", "ENOTDIR"].includes(error.code)) throw error;
    });
    if (there && identityOf(there) === this.#identity) return;
    throw new DiskError(`${this.#file} was removed or replaced while the sandbox ran, so it cannot go on.`);
  }

  async close() {
    // What was to be kept was forced to the disk long ago.
    await this.#handle?.close().catch(() => {});
    await this.#unlock();
  }
}

const identityOf = ({ dev, ino }) => `${dev}:${ino}`;

/** The path without links: of the file or, as long as there is none, of the place where it will be. */
async function realPathOf(path, links = 0) {
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined && links < MAX_LINKS) return realPathOf(resolve(dirname(path), target), links + 1);
  const folder = await realpath(dirname(path)).catch((error) => {
    if (!["ENOENT", "ENOTDIR"].includes(error.code)) throw diskError(path, "read", error);
    throw new StateError(`There is no folder ${dirname(path)}.`);
  });
  return join(folder, basename(path));
}

/** What a sandbox that was killed in the middle of `begin` left behind. Only files: a link is nobody's leftover. */
async function removeLeftovers(file) {
  const [folder, beginning] = [dirname(file), `${basename(file)}.`];
  const isLeftover = (name) => name.startsWith(beginning) && /^[\da-f]{16}\.new$/.test(name.slice(beginning.length));
  for (const name of (await readdir(folder).catch(() => [])).filter(isLeftover)) {
    const path = join(folder, name);
    if ((await lstat(path).catch(() => undefined))?.isFile()) await unlink(path).catch(() => {});
  }
}

async function read(file) {
  let handle;
  try {
    // A pipe in its place would be waited for without end.
    handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw new StateError(`${file} is not a file.`);
    if (stats.size > MAX_BYTES) throw new StateError(`${file} is not the state of a sandbox: it is longer than 1 GiB.`);
    return await handle.readFile();
  } catch (error) {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw diskError(file, "read", error);
  } finally {
    await handle?.close();
  }
}

/** What stands behind the last end of a line is torn. */
function contentOf(file, bytes) {
  const [first, ...lines] = linesOf(bytes);
  const head = parsed(first);
  if (!Number.isInteger(head?.format)) throw new StateError(`${file} is not the state of a sandbox.`);
  const batches = lines.map(parsed);
  if (batches.at(-1) === undefined) batches.pop();
  // Snapshots say by themselves which versions read them.
  const fits = batches.length === 0 || head.machine === machine();
  if (head.format !== FORMAT || !fits) throw otherVersion(file);
  if (!isHead(head)) throw damaged(file, 1);
  const wrong = batches.findIndex((batch) => !Array.isArray(batch) || !batch.every(isInput));
  if (wrong >= 0) throw damaged(file, wrong + 2);
  return { head, batches };
}

function linesOf(bytes) {
  const lines = [];
  for (let start = 0, end; (end = bytes.indexOf(0x0a, start)) >= 0; start = end + 1) {
    lines.push(bytes.subarray(start, end));
  }
  return lines;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === "string";

function isHead({ seed, posting, snapshot }) {
  return isCount(seed) && isText(snapshot) && ["boolean", "undefined"].includes(typeof posting);
}

/** Whether `Inputs` could have written it. */
function isInput(input) {
  if (!isObject(input) || !isCount(input.at)) return false;
  const { request, control, delivery } = input;
  if (isObject(request)) {
    const { method, url, headers, body } = request;
    const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText);
    const hasBody = body === undefined || isText(body);
    return isText(method) && isText(url) && hasBody && Array.isArray(headers) && headers.every(isPair);
  }
  if (isObject(control)) return Object.hasOwn(CHANGES, control.name) && isObject(control.members);
  return isObject(delivery) && isCount(delivery.id) && typeof delivery.accepted === "boolean";
}

/** The refusal of a file that somebody changed, or a disk spoilt. */
export function damaged(file, number) {
  return new StateError(`${file} is damaged at line ${number}.`);
}

/** The refusal of a file that another version wrote. */
export function otherVersion(file) {
  return new StateError(
    `${file} is of another version of pandapon, which would make something else of it. ` +
      "Go on with that version, or name another file.",
  );
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Forces a folder's names to the disk. Windows knows no such thing, and does it by itself. */
async function syncFolder(folder) {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function line(value) {
  return `${JSON.stringify(value)}\n`;
}
