/** Answers of the sandbox on their way to a client: late, cut short, or lost with their connection. */
import { once } from "node:events";
import { arrive } from "../../sandbox/reply.js";

/**
 * @param {import("../../sandbox/reply.js").Reply} reply
 * @param {AbortSignal} signal of the client
 * @param {import("node:http").ServerResponse} res
 */
export async function overTheWire(reply, signal, res) {
  const response = await arrive(reply, signal, () => breakOff(res, signal));
  // Nothing but the end of the connection tells a client that the rest does not come.
  if (isCut(reply.answer)) response.headers.set("connection", "close");
  return response;
}

function isCut({ headers, body }) {
  return Number(headers["content-length"]) > Buffer.byteLength(body);
}

/** The client sees ECONNRESET. */
async function breakOff(res, signal) {
  signal.throwIfAborted();
  const closed = once(res, "close");
  res.socket.resetAndDestroy();
  await closed;
  throw new Error("The connection is broken, as a fault says.");
}
