/** Receivers of push messages. */
import { listen } from "./http.mjs";

/**
 * Starts a receiver with scripted responses. It ends with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {(count: number) => number | Promise<number>} answer the HTTP status for the message of this count, from 1 on
 */
export async function receiver(t, answer) {
  const received = [];
  const url = await listen(t, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, headers: request.headers, body });
    response.statusCode = await answer(received.length);
    response.end("ok");
  });
  return { received, callbackUrl: `${url}/push` };
}
