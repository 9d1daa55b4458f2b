/** One request and its response, over fetch: the runtime's own, or one that the user hands in. */
import { attempt, member } from "./encode-params.js";
import { rethrowControlFlow } from "./errors.js";

/** Where undici, Node's fetch, keeps what sends its requests. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

/** A stream may be read so often before timers get their turn. */
const READS_IN_A_ROW = 1024;

/** Maximum number of values in an error that are searched for the signature, and the kinds of objects among them. */
const MAX_SEARCHED = 500;
const SEARCHABLE = /^\[object (Error|Object|Array|DOMException)]$/;

/** Far more than servers send: what iterates without end is not a list of headers. */
const MAX_HEADERS = 1000;

/**
 * Sends a request and waits for the whole response. One without `body` is larger than allowed.
 *
 * @param {{ fetch?: Function, proxy: boolean }} io
 * @param {{ method: string, url: string, headers: object, body?: string, once: boolean, maxResponseBytes: number }} request
 * @returns {Promise<{ status: number, headers: object, body?: Uint8Array } | { failed: { reason: string, code?: string, sent: boolean, cause?: unknown } }>}
 */
export async function send({ fetch: own, proxy }, request, signal) {
  const { method, url, headers, body, once, maxResponseBytes } = request;
  // Looked up at each call, so that one that is replaced later (by a test, by tracing) is used.
  const fetch = own ?? globalThis.fetch;
  if (typeof fetch !== "function") return failed("this runtime has no fetch: hand one in by the option fetch", false);
  try {
    new URL(url);
  } catch (error) {
    return failed(error.message, false);
  }
  const client = once && !own ? ownClient() : undefined;
  let answer;
  try {
    // A redirect could send signed headers to another host, or an order twice.
    /** @type {Record<string, unknown>} */
    const init = { method, headers, redirect: "manual", signal, ...(body === undefined ? {} : { body }) };
    if (once) init.keepalive = false;
    if (client) init.client = client;
    const dispatcher = once && !own && singleDispatcher();
    if (dispatcher) init.dispatcher = dispatcher;
    answer = await fetch(url, init);
    return await readAnswer(answer, maxResponseBytes, signal);
  } catch (error) {
    rethrowControlFlow(error);
    // A proxy knows a call that comes twice.
    const twice = once && !own && !proxy && mayRepeat(method) ? " (this runtime may have sent it twice)" : "";
    // A custom fetch may have tried several times, of which the code is that of the last.
    const code = own || answer ? undefined : codeOf(error);
    return { failed: { reason: reasonOf(error) + twice, code, sent: true, cause: causeOf(error, headers.signature) } };
  } finally {
    client?.close();
  }
}

/**
 * Reads what a fetch answered: any object that is shaped like a `Response`.
 *
 * @param {any} answer
 */
async function readAnswer(answer, maxBytes, signal) {
  const { status, body: stream } = answer ?? {};
  const headers = plain(answer?.headers);
  const reader = ["arrayBuffer", "text"].find((name) => typeof answer?.[name] === "function");
  /** @type {any} bytes, or the length of too many */
  let body = { length: Infinity };
  if (typeof stream?.getReader === "function") body = await readStream(stream.getReader(), maxBytes, signal);
  else if (!reader) return unusable("it has neither arrayBuffer() nor text()");
  else if (!signal.aborted && !(headers["content-length"] > maxBytes)) body = bytesOf(await answer[reader]());
  if (!(status >= 0 && status < 1000)) return unusable("its status is not a number");
  if (!body) return unusable("its body is neither bytes nor text");
  return { status: Math.trunc(status), headers, body: body.length > maxBytes ? undefined : body };
}

/**
 * Reads no further than allowed: a compressed answer may be a thousand times larger than what came over the wire. Nobody waits for
 * what is aborted.
 */
async function readStream(reader, maxBytes, signal) {
  const cancel = () => attempt(() => reader.cancel());
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel);
  let whole = new Uint8Array();
  let length = 0;
  for (let reads = 1; !signal.aborted; reads++) {
    const { done, value } = await reader.read();
    if (done) return whole.subarray(0, length);
    const bytes = bytesOf(value);
    const start = length;
    length += bytes?.length;
    if (!(length <= maxBytes)) {
      cancel();
      return bytes && { length };
    }
    // Nearly always it is one piece, which need not be copied.
    if (start === 0) whole = bytes;
    else if (length > whole.length) {
      const larger = new Uint8Array(Math.min(2 * length, maxBytes));
      larger.set(whole);
      whole = larger;
    }
    if (start > 0) whole.set(bytes, start);
    // A stream that is always ready would keep the timer of the time limit from firing.
    if (reads % READS_IN_A_ROW === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

/**
 * Returns what a body or a piece of it holds as bytes.
 *
 * @param {any} body
 * @returns {any} `undefined` if it is neither bytes nor text
 */
function bytesOf(body) {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // By its shape, not its class: bytes may come from another realm.
  return typeof body?.byteLength === "number" ? new Uint8Array(body) : undefined;
}

/** Headers come as `Headers`, as a `Map`, or as a plain object. */
function plain(headers) {
  const pairs = typeof headers?.[Symbol.iterator] === "function" ? headers : Object.entries(headers ?? {});
  const texts = [];
  let left = MAX_HEADERS;
  for (const [name, value] of pairs) {
    if (typeof name === "string" && typeof value === "string") texts.push([name.toLowerCase(), value]);
    if (--left === 0) break;
  }
  return Object.fromEntries(texts);
}

function unusable(reason) {
  return failed(`fetch gave something that is no Response: ${reason}`, true);
}

function failed(reason, sent) {
  return { failed: { reason, sent } };
}

/** What an error, its cause and its code say, each once. */
function reasonOf(error) {
  const parts = [...new Set([...textsOf(error, "message"), codeOf(error)])].filter(Boolean);
  const apart = parts.filter((part) => !parts.some((other) => other !== part && other.includes(part)));
  return apart.join(": ") || "fetch failed without a reason";
}

/**
 * What a fetch threw, as the cause of an error. One in which the signature is, or may be, is left out: a fetch may hand on its whole
 * request.
 *
 * @param {any} error
 * @param {string | undefined} signature
 */
function causeOf(error, signature) {
  try {
    if (!signature || !mayQuote(error, [signature, encodeURIComponent(signature)])) return error;
  } catch {
    // A proxy that throws.
  }
  return Object.assign(new Error("it quotes the request, and is left out"), { code: codeOf(error) });
}

/** Whether one of these texts is in an error, as far as it can be searched. */
function mayQuote(error, texts) {
  const values = new Set([error]);
  for (const value of values) {
    if (typeof value === "string" && texts.some((text) => value.includes(text))) return true;
    if (Object(value) !== value || typeof value === "function") continue;
    if (values.size > MAX_SEARCHED || !SEARCHABLE.test(Object.prototype.toString.call(value))) return true;
    const members = Object.values(Object.getOwnPropertyDescriptors(value)).map(({ value }) => value);
    const hidden = ["message", "stack", "cause"].map((name) => member(value, name).read);
    for (const inner of [...members, ...hidden]) values.add(inner);
  }
  return false;
}

function codeOf(error) {
  return textsOf(error, "code")[0];
}

/** What an error and its cause say: Node's fetch hides there what happened. */
function textsOf(error, name) {
  const texts = [error, member(error, "cause").read].map((error) => member(error, name).read);
  return texts.filter((text) => typeof text === "string");
}

// Requests that must be sent once leave on a connection of their own: when one that was kept from an earlier request breaks, many a
// runtime's fetch sends the request again by itself. Node's does not, and Bun's obeys `keepalive: false`.

/** A client for Deno's fetch that makes a connection for each request, and must be closed; nothing elsewhere. */
function ownClient() {
  try {
    // Nor HTTP/2: Deno repeats requests on a connection of it that the server gives up.
    return globalThis.Deno?.createHttpClient({ poolMaxIdlePerHost: 0, http2: false });
  } catch {
    return undefined;
  }
}

/** What sends one request for Node's fetch, and no second one, as the Fetch standard asks for after a 421; nothing elsewhere. */
function singleDispatcher() {
  // Node sets it when a class of fetch is first used.
  const dispatcher = globalThis.Response && globalThis[DISPATCHER];
  let isSent = false;
  const dispatch = (...args) => {
    if (isSent) throw new Error("HTTP 421, after which fetch would send it again");
    isSent = true;
    return dispatcher.dispatch(...args);
  };
  return dispatcher && { dispatch };
}

/**
 * Whether this runtime repeats a request although told not to: workerd and WebKit do it with GET, Chromium with POST, too, and none can be
 * told not to.
 */
function mayRepeat(method) {
  const agent = globalThis.navigator?.userAgent;
  return /^Mozilla/.test(agent) || (method === "GET" && agent === "Cloudflare-Workers");
}
