/** Ports that do not accept connections. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";

/** Below the range of ephemeral ports, which might be in use by chance. */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const taken = new Set();

/** Returns a port without a listener. */
export async function freePort() {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (taken.has(port)) continue;
    taken.add(port);
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      await new Promise((closed) => server.close(closed));
      return port;
    } catch {
      // In use by another program.
    }
  }
}

/** Listens and never accepts: its thread sleeps until it is terminated. */
const SLEEPER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const server = require("node:net").createServer();
  server.listen({ port: workerData, host: "127.0.0.1", backlog: 1 }, () => {
    parentPort.postMessage("listening");
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;

/** Maximum time to connect on this machine. */
const PROMPTLY = 300;

/** Returns a port whose queue of connections is full, so that the system does not answer others. */
export async function stalledListener(port) {
  const worker = new Worker(SLEEPER, { eval: true, workerData: port });
  await once(worker, "message");
  const sockets = [];
  for (let stalls = false; !stalls; ) {
    const socket = connect({ port, host: "127.0.0.1" }).on("error", () => {});
    sockets.push(socket);
    stalls = await Promise.race([
      once(socket, "connect").then(() => false),
      new Promise((resolve) => setTimeout(resolve, PROMPTLY, true)),
    ]);
    if (sockets.length > 50) throw new Error("This system accepts connections without end: none can be made to stall.");
  }
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      await worker.terminate();
    },
  };
}
