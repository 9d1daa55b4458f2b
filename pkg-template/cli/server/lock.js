/**
 * One process to a file: two would write over each other.
 *
 * A holder listens on a socket beside the file. The socket dies with its process, however that ends, so neither a
 * crash nor a process id that is used again leaves anything locked. Every process has a socket of its own, by a random
 * name, and listens before it looks for others: of two that start at the same time, at least one sees the other. So a
 * dead socket can be removed without ever hitting a living one.
 *
 * Sockets know processes of this machine. Sandboxes on two machines must not share a file; should they, each notices
 * that the file is not its own any more, and ends (see the journal).
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { constants } from "node:fs";
import { access, lstat, open, readdir, stat, unlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { diskError, StateError } from "./state-error.js";

/** How long a process waits for another one that starts at the same time, in milliseconds. */
const PATIENCE = 10_000;
/** How long a holder may take to say so. One that is stopped (SIGSTOP) says nothing, and is there nevertheless. */
const ANSWER_TIME = 2000;
/** Sockets have short addresses: 104 bytes on macOS, 108 on Linux. */
const MAX_ADDRESS = 100;
/** What a file system says that knows no sockets. */
const UNSUPPORTED = ["EAFNOSUPPORT", "EINVAL", "ENAMETOOLONG", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

const HELD = "held";
const STARTING = "starting";

/**
 * Holds a file until the process ends, however it ends.
 *
 * @param {string} file its real path
 * @returns {Promise<() => Promise<void>>} releases the file
 */
export async function lock(file) {
  try {
    if (process.platform === "win32") return await lockPipe(file);
    const beside = await lockIn(await besideOf(file), file);
    return beside ?? (await lockIn(await sharedPlaceOf(file), file));
  } catch (error) {
    throw diskError(file, "locked", error);
  }
}

const inUse = (file) => new StateError(`${file} is in use by another sandbox.`);

/** Where the sockets of a file are: in its own folder, under an address that is short whatever the folder's name is. */
async function besideOf(file) {
  const folder = dirname(file);
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const short = `/proc/self/fd/${handle.fd}`;
  const root = await access(`${short}/.`).then(
    () => short,
    () => folder,
  );
  return { root, handle, prefix: `.pandapon-${hash(basename(file))}-` };
}

/** Where they are if the file system knows no sockets: the same for every process, whatever its environment says. */
async function sharedPlaceOf(file) {
  const { dev, ino } = await stat(dirname(file), { bigint: true });
  return { root: "/tmp", prefix: `.pandapon-${hash(`${dev}:${ino}:${basename(file)}`)}-` };
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** @returns nothing if sockets are not possible there */
async function lockIn({ root, handle, prefix }, file) {
  const name = prefix + randomBytes(4).toString("hex");
  const address = join(root, name);
  let state = STARTING;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.unref().end(state);
  }).unref();
  const release = async () => {
    // Removes the socket at once; who still asks is not waited for.
    server.close();
    await handle?.close();
  };
  try {
    if (address.length > MAX_ADDRESS) return void (await release());
    await listening(server, address);
  } catch (error) {
    await release();
    if (UNSUPPORTED.includes(error.code)) return undefined;
    throw error;
  }
  try {
    for (const other of await readdir(root)) {
      if (other.startsWith(prefix) && other !== name) await giveWay(join(root, other), other < name, file);
    }
    // Gone, if a process that asked at the very moment took it for dead. That one has the file.
    await lstat(address).catch(() => Promise.reject(inUse(file)));
  } catch (error) {
    await release();
    throw error;
  }
  state = HELD;
  return release;
}

/** Comes back once another process is gone; throws if it has, or takes, the file. */
async function giveWay(address, hasPrecedence, file) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(50)) {
    const state = await ask(address);
    if (state === undefined) return;
    if (state !== STARTING || hasPrecedence) break;
  }
  throw inUse(file);
}

/** What the process behind a socket says; nothing if there is none. */
async function ask(address) {
  const socket = connect(address);
  let said = "";
  socket.setEncoding("utf8").on("data", (text) => (said += text));
  const timer = setTimeout(() => socket.destroy(), ANSWER_TIME);
  try {
    await once(socket, "close");
    return said || HELD;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    if (error.code !== "ECONNREFUSED") return HELD;
    // What a process that was killed left behind. What is not a socket is not ours.
    if ((await lstat(address).catch(() => undefined))?.isSocket()) await unlink(address).catch(() => {});
    return undefined;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** On Windows pipes have names that the whole machine knows. */
async function lockPipe(file) {
  const server = createServer((socket) => socket.destroy()).unref();
  try {
    await listening(server, `\\\\.\\pipe\\pandapon-${hash(file)}`);
  } catch (error) {
    throw error.code === "EADDRINUSE" ? inUse(file) : error;
  }
  return async () => void server.close();
}

async function listening(server, address) {
  server.listen(address);
  await once(server, "listening");
}
