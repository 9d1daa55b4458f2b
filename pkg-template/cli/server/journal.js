/**
 * The state file: a snapshot of a sandbox, and the events since. The sandbox is deterministic: the same events at the same
 * times restore it.
 *
 * The first line is the snapshot; each further line is a batch of events, which was written at once and forced to the
 * disk before any of them was answered. So only the last line can be torn, and nothing in it was answered.
 *
 * The file is found by its real path, whatever links lead to it. It only ever grows by lines at its end: a new snapshot is
 * a new file, made under a name that nobody can guess (never through a link), which replaces the old one. A hard link to
 * the old file goes on to name that one: a separate state from then on.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants, readFileSync } from "node:fs";
import { lstat, open, readdir, readlink, realpath, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CONTROLS } from "./controls.js";
import { DiskError, diskError, StateError } from "./errors.js";
import { lock } from "./lock.js";

/** The version of the file format. */
const FORMAT = 1;

/** In bytes: beyond this a new snapshot is shorter than the events since the last one, or worth its time. */
const SNAPSHOT_AFTER = 8_388_608;

/** 1 GiB: a longer file is not a state of a sandbox. */
const MAX_BYTES = 1_073_741_824;

/** Maximum length of a chain of links to the file. */
const MAX_LINKS = 40;

const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/** Returns the digest of the state machine: only the same one restores the same state from the same events. */
function machineDigest() {
  const wasm = readFileSync(new URL("../../sandbox/wasm/sandbox_bg.wasm", import.meta.url));
  return createHash("sha256").update(wasm).digest("hex");
}

/** @typedef {import("./event-log.js").LogEvent} LogEvent */

export class Journal {
  #file;
  #handle;
  /** Device and inode of the file, whatever is at its path by now. */
  #identity;
  #unlock;
  #appended = 0;

  constructor(file, seed, unlock) {
    this.#file = file;
    this.seed = seed;
    this.#unlock = unlock;
  }

  /**
   * Reads the file, and changes nothing before `start`.
   *
   * @param {string} path to the file, or to a link to it
   * @param {number} seed
   * @param {boolean} requireSeed whether the file must be of this seed
   * @returns {Promise<{ journal: Journal, batches: LogEvent[][], posting?: boolean, snapshot?: string }>} `posting`: whether
   *   push messages were posted since the snapshot
   */
  static async open(path, seed, requireSeed) {
    const file = await realPathOf(path);
    const unlock = await lock(file);
    try {
      await removeLeftovers(file);
      const bytes = await read(file);
      if (bytes.length === 0) return { journal: new Journal(file, seed, unlock), batches: [] };
      const { head, batches } = contentOf(file, bytes);
      if (requireSeed && head.seed !== seed) {
        throw new StateError(`${file} has the seed ${head.seed}: omit --seed, or choose another file.`);
      }
      const { posting, snapshot } = head;
      return { journal: new Journal(file, head.seed, unlock), posting, snapshot, batches };
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** Whether it is time for a new snapshot. */
  get isLong() {
    return this.#appended > SNAPSHOT_AFTER;
  }

  /**
   * Starts a new file with a snapshot. It replaces the old one, which stays whole until then.
   *
   * @param {string} snapshot
   * @param {boolean} posting whether push messages are posted from here on
   */
  async start(snapshot, posting) {
    const path = `${this.#file}.${randomBytes(8).toString("hex")}.new`;
    let fresh;
    try {
      if (this.#handle) await this.#checkPath();
      fresh = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
      await fresh.writeFile(line({ format: FORMAT, machine: machineDigest(), seed: this.seed, posting, snapshot }));
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

  /** Writes a batch. Once this resolves, no crash loses it. */
  async append(batch) {
    const bytes = Buffer.from(line(batch));
    try {
      await this.#handle.writeFile(bytes);
      await this.#handle.datasync();
      await this.#checkPath();
    } catch (error) {
      throw diskError(this.#file, "written", error);
    }
    this.#appended += bytes.length;
  }

  /** Throws if the file was removed or replaced: it would still take lines, which nobody would ever read. */
  async #checkPath() {
    const current = await lstat(this.#file, { bigint: true }).catch((error) => {
      if (!["ENOENT", "ENOTDIR"].includes(error.code)) throw error;
    });
    if (current && identityOf(current) === this.#identity) return;
    throw new DiskError(`${this.#file} was removed or replaced while the sandbox ran, so the sandbox cannot continue.`);
  }

  async close() {
    // Everything is on the disk already.
    await this.#handle?.close().catch(() => {});
    await this.#unlock();
  }
}

const identityOf = ({ dev, ino }) => `${dev}:${ino}`;

/** Returns the path of the file without links, even if the file does not exist yet. */
async function realPathOf(path, links = 0) {
  const target = await readlink(path).catch(() => undefined);
  if (target !== undefined && links < MAX_LINKS) return realPathOf(resolve(dirname(path), target), links + 1);
  const folder = await realpath(dirname(path)).catch((error) => {
    if (!["ENOENT", "ENOTDIR"].includes(error.code)) throw diskError(path, "read", error);
    throw new StateError(`The folder ${dirname(path)} does not exist.`);
  });
  return join(folder, basename(path));
}

/** Removes the files, not links, of a sandbox that was killed in the middle of `start`. */
async function removeLeftovers(file) {
  const [folder, prefix] = [dirname(file), `${basename(file)}.`];
  const isLeftover = (name) => name.startsWith(prefix) && /^[\da-f]{16}\.new$/.test(name.slice(prefix.length));
  for (const name of (await readdir(folder).catch(() => [])).filter(isLeftover)) {
    const path = join(folder, name);
    if ((await lstat(path).catch(() => undefined))?.isFile()) await unlink(path).catch(() => {});
  }
}

async function read(file) {
  let handle;
  try {
    // Opening a pipe would otherwise wait forever.
    handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw new StateError(`${file} is not a file.`);
    if (stats.size > MAX_BYTES)
      throw new StateError(`${file} is not a state file of a sandbox: it is longer than 1 GiB.`);
    return await handle.readFile();
  } catch (error) {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw diskError(file, "read", error);
  } finally {
    await handle?.close();
  }
}

/** Parses the file. A last line without its end is torn, and ignored. */
function contentOf(file, bytes) {
  const [first, ...lines] = linesOf(bytes);
  const head = parsed(first);
  if (!Number.isInteger(head?.format)) throw new StateError(`${file} is not a state file of a sandbox.`);
  const batches = lines.map(parsed);
  if (batches.at(-1) === undefined) batches.pop();
  // A snapshot alone has a version of its own, which `restore` checks.
  const isCompatible = batches.length === 0 || head.machine === machineDigest();
  if (head.format !== FORMAT || !isCompatible) throw otherVersion(file);
  if (!isHead(head)) throw damagedFile(file, 1);
  const index = batches.findIndex((batch) => !Array.isArray(batch) || !batch.every(isEvent));
  if (index >= 0) throw damagedFile(file, index + 2);
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

/** Returns whether `EventLog` could have written a value. */
function isEvent(event) {
  if (!isObject(event) || !isCount(event.at)) return false;
  const { request, control, attempt } = event;
  if (isObject(request)) {
    const { method, url, headers, body } = request;
    const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText);
    const hasBody = body === undefined || isText(body);
    return isText(method) && isText(url) && hasBody && Array.isArray(headers) && headers.every(isPair);
  }
  if (isObject(control)) return Object.hasOwn(CONTROLS, control.name) && isObject(control.params);
  return isObject(attempt) && isCount(attempt.id) && typeof attempt.accepted === "boolean";
}

/** Returns the error for a file that was changed by hand or by a failing disk. */
export function damagedFile(file, number) {
  return new StateError(`${file} is damaged at line ${number}.`);
}

/** Returns the error for a file that another version wrote. */
export function otherVersion(file) {
  return new StateError(
    `${file} was written by another version of pandapon, which alone can restore it. ` +
      "Use that version, or choose another file.",
  );
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Forces the names in a folder to the disk. Windows does that by itself and has no call for it. */
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
