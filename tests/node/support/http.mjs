/** Servers of node:http and its like on free ports of this machine. */
import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Starts a server, or one with a listener. It ends with the test.
 *
 * @param {{ after(end: () => void): unknown }} t the test
 * @param {import("node:http").RequestListener | import("node:net").Server} serverOrListener
 * @returns {Promise<string>} its URL, without a slash at the end
 */
export async function listen(t, serverOrListener) {
  const server = typeof serverOrListener === "function" ? createServer(serverOrListener) : serverOrListener;
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Returns a URL on which nobody listens. */
export async function unusedUrl() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
