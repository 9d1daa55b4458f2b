/** One process to a file: two would write over each other. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { realpath, unlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { StateError } from "./state-error.js";

/**
 * Holds the file until the process ends, however it ends: the lock is a socket, which dies with it.
 *
 * @returns {Promise<() => Promise<void>>} gives the file free
 */
export async function lock(file) {
  const address = await addressOf(file);
  const server = createServer((socket) => socket.destroy()).unref();
  if (!(await listens(server, address))) {
    if (await answers(address)) throw new StateError(`${file} is in use by another sandbox.`);
    // What a process that was killed left behind.
    await unlink(address).catch(() => {});
    if (!(await listens(server, address))) throw new StateError(`${file} is in use by another sandbox.`);
  }
  return () => new Promise((resolve) => server.close(resolve));
}

/** Addresses of sockets are short, so a hash stands for the file. */
async function addressOf(file) {
  const folder = await realpath(dirname(file)).catch(() => {
    throw new StateError(`There is no folder ${dirname(file)}.`);
  });
  const name = `pandapon-${createHash("sha256").update(join(folder, basename(file))).digest("hex").slice(0, 32)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function listens(server, address) {
  server.listen(address);
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error;
  }
}

async function answers(address) {
  const socket = connect(address);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
