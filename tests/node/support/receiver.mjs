/** Who gets push messages. */
import { createServer } from "node:http";

/**
 * A receiver on a port of its own, which answers what the test says. It ends with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {(count: number) => number | Promise<number>} answer the HTTP status for the message of this count, from 1 on
 */
export async function receiver(t, answer) {
  const received = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, headers: request.headers, body });
    response.statusCode = await answer(received.length);
    response.end("ok");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, callbackUrl: `http://127.0.0.1:${server.address().port}/push` };
}
