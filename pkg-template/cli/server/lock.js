/**
 * Locks a file for one process: two would overwrite each other's lines.
 *
 * The holder listens on a socket beside the file. The socket dies with its process, however that ends, so neither a
 * crash nor a reused process id leaves anything locked. Every process has its own socket under a random name, and listens
 * before it looks for others: of two that start at the same time, at least one sees the other. So a dead socket can be
 * removed without ever removing a live one.
 *
 * Sockets connect processes of one machine. Sandboxes on two machines must not share a file; if they do, each notices
 * that the file was replaced, and ends (see the journal).
 */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { constants } from "node:fs";
import { access, lstat, open, readdir, stat, unlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { diskError, StateError } from "./errors.js";

/** How long a process waits for another one that starts at the same time, in milliseconds. */
const START_TIMEOUT = 10_000;
/** How long to wait for the reply of a socket, in milliseconds. A silent process, such as a stopped one, holds the file. */
const REPLY_TIMEOUT = 2000;
/** In bytes: addresses of sockets are limited to 104 on macOS and 108 on Linux. */
const MAX_ADDRESS = 100;
/** The error codes of file systems without sockets. */
const UNSUPPORTED = ["EAFNOSUPPORT", "EINVAL", "ENAMETOOLONG", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

const HELD = "held";
const STARTING = "starting";

/**
 * Locks a file until the process ends, however it ends.
 *
 * @param {string} file its real path
 * @returns {Promise<() => Promise<void>>} releases the lock
 */
export async function lock(file) {
  try {
    if (process.platform === "win32") return await lockPipe(file);
    for (const folder of [folderBeside, sharedFolder]) {
      const release = await lockIn(await folder(file), file);
      if (release) return release;
    }
    throw new StateError(`${file} cannot be locked: the file system has no sockets.`);
  } catch (error) {
    throw diskError(file, "locked", error);
  }
}

const inUse = (file) => new StateError(`${file} is in use by another sandbox.`);

/** Returns where the sockets of a file are: in its own folder, by an address that is short however long its name is. */
async function folderBeside(file) {
  const folder = dirname(file);
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const short = `/proc/self/fd/${handle.fd}`;
  const root = await access(`${short}/.`).then(
    () => short,
    () => folder,
  );
  return { root, handle, prefix: `.pandapon-${hash(basename(file))}-` };
}

/** Returns where they are on a file system without sockets: the same for every process, whatever its environment. */
async function sharedFolder(file) {
  const { dev, ino } = await stat(dirname(file), { bigint: true });
  return { root: "/tmp", prefix: `.pandapon-${hash(`${dev}:${ino}:${basename(file)}`)}-` };
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/**
 * @param {{ root: string, handle?: import("node:fs/promises").FileHandle, prefix: string }} folder
 * @param {string} file
 * @returns {Promise<(() => Promise<void>) | undefined>} `undefined` if sockets are not possible there
 */
async function lockIn({ root, handle, prefix }, file) {
  const name = prefix + randomBytes(4).toString("hex");
  const address = join(root, name);
  let state = STARTING;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.unref().end(state);
  }).unref();
  const release = async () => {
    // Removes the socket at once, without waiting for its connections.
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
    // If the socket is gone, a process took it for dead at that very moment, and has the lock.
    await lstat(address).catch(() => Promise.reject(inUse(file)));
  } catch (error) {
    await release();
    throw error;
  }
  state = HELD;
  return release;
}

/** Returns once another process is gone. Throws if that has, or takes, the lock. */
async function giveWay(address, hasPrecedence, file) {
  for (const end = Date.now() + START_TIMEOUT; Date.now() < end; await sleep(50)) {
    const state = await ask(address);
    if (state === undefined) return;
    if (state !== STARTING || hasPrecedence) break;
  }
  throw inUse(file);
}

/** Returns the state of the process behind a socket, or `undefined` if there is none. */
async function ask(address) {
  const socket = connect(address);
  let reply = "";
  socket.setEncoding("utf8").on("data", (text) => (reply += text));
  const timer = setTimeout(() => socket.destroy(), REPLY_TIMEOUT);
  try {
    await once(socket, "close");
    return reply || HELD;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    if (error.code !== "ECONNREFUSED") return HELD;
    // A killed process left its socket behind. Anything but a socket is not ours.
    if ((await lstat(address).catch(() => undefined))?.isSocket()) await unlink(address).catch(() => {});
    return undefined;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** Locks on Windows, where the names of pipes are shared by the whole machine. */
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
