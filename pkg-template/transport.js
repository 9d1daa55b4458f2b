/** One request and its answer, over fetch: the runtime's own, or one that the user hands in. */
import { member } from "./read.js";

/**
 * Sends a request and waits for the whole answer.
 *
 * @param {{ method: string, url: string, headers: object, body: string | null }} request
 * @returns {Promise<{ status: number, headers: object, body: Uint8Array } | { failed: { reason: string, code?: string, sent: boolean } }>}
 */
export async function send(own, { method, url, headers, body }, signal) {
  // Looked up at each call, so that one that is replaced later (by a test, by tracing) is used.
  const fetch = own ?? globalThis.fetch;
  if (typeof fetch !== "function") return failed("this runtime has no fetch: hand one in by the option fetch", false);
  try {
    new URL(url);
  } catch (error) {
    return failed(error.message, false);
  }
  try {
    // A redirect could send signed headers to another host, or an order twice.
    const init = { method, headers, redirect: "manual", signal, ...(body === null ? {} : { body }) };
    // Called unbound: a stored fetch throws "Illegal invocation" on any other `this`.
    return await readAnswer(await (0, fetch)(url, init));
  } catch (error) {
    return { failed: { reason: reasonOf(error), code: codeOf(error), sent: true } };
  }
}

/** Reads what a fetch answered: any object that is shaped like a `Response`. */
async function readAnswer(answer) {
  const { status, headers } = answer ?? {};
  const reader = ["arrayBuffer", "text"].find((name) => typeof answer?.[name] === "function");
  if (!reader) return unusable("it has neither arrayBuffer() nor text()");
  const body = bytesOf(await answer[reader]());
  if (!(status >= 0 && status < 1000)) return unusable("its status is not a number");
  if (!body) return unusable("its body is neither bytes nor text");
  return { status: Math.trunc(status), headers: plain(headers), body };
}

function bytesOf(body) {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // By its shape, not its class: bytes may come from another realm.
  return typeof body?.byteLength === "number" ? new Uint8Array(body) : undefined;
}

/** Headers come as `Headers`, as a `Map`, or as a plain object. */
function plain(headers) {
  const pairs = typeof headers?.[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers ?? {});
  const texts = pairs.filter(([name, value]) => typeof name === "string" && typeof value === "string");
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}

function unusable(reason) {
  return failed(`fetch gave something that is no Response: ${reason}`, true);
}

function failed(reason, sent) {
  return { failed: { reason, sent } };
}

function reasonOf(error) {
  const said = [...textsOf(error, "message"), codeOf(error)].filter(Boolean);
  return said.join(": ") || "fetch failed without a reason";
}

function codeOf(error) {
  return textsOf(error, "code")[0];
}

/** What an error and its cause say: Node's fetch hides there what happened. */
function textsOf(error, name) {
  const texts = [error, member(error, "cause").read].map((error) => member(error, name).read);
  return texts.filter((text) => typeof text === "string");
}
