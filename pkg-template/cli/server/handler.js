/** Handles HTTP requests: checks the caller, reads the body, and passes them to the sandbox or its controls. */
import { once } from "node:events";
import { toResponse } from "../../sandbox/sandbox.js";
import { checkHost, checkPage } from "./callers.js";
import { isControlPath, runControl } from "./controls.js";
import { HttpError } from "./errors.js";

/** 32 MiB. The largest bodies that the platform takes are pictures of a few. */
const DEFAULT_MAX_BODY_BYTES = 33_554_432;

/** The highest --max-body-bytes: an event must fit a line of the state file, with six bytes for one at worst. */
export const HIGHEST_MAX_BODY_BYTES = 67_108_864;

/** How many bodies of the maximum size may arrive at the same time. */
const MAX_CONCURRENT_BODIES = 4;

/** The response to a preflight request of a page of another origin. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "*",
  "access-control-max-age": "600",
};

/**
 * Creates the handler.
 *
 * @param {import("./event-log.js").EventLog} log
 * @param {{ cors?: boolean, hosts?: Set<string>, maxBodyBytes?: number }} options
 */
export function createHandler(log, { cors = false, hosts = new Set(), maxBodyBytes }) {
  const bodies = new BodyReader(maxBodyBytes);

  /** @type {(request: Request, context: Context) => Promise<Response>} */
  const handle = async (request, { req, res }) => {
    const { method, headers } = request;
    checkHost(hosts, req, headers.get("host"));
    if (cors && method === "OPTIONS") return new Response(null, { status: 204 });
    checkPage(headers, cors);
    const { pathname, search } = new URL(request.url);
    if (isControlPath(pathname)) {
      return Response.json(await runControl(method, pathname, await bodies.read(request), log));
    }
    const body = await bodies.read(request);
    const url = `http://sandbox${pathname}${search}`;
    const reply = await log.perform({ request: { method, url, headers: [...headers], body } });
    return sendReply(reply, request.signal, res);
  };

  /**
   * @typedef {{ req: import("node:http").IncomingMessage, res: import("node:http").ServerResponse }} Context
   * @type {(request: Request, context: Context) => Promise<Response>}
   */
  return async (request, context) => {
    const response = await handle(request, context).catch(errorResponse);
    if (!cors) return response;
    const { status, headers, body } = response;
    return new Response(body, { status, headers: { ...Object.fromEntries(headers), ...CORS } });
  };
}

/** @param {unknown} error */
function errorResponse(error) {
  if (!(error instanceof HttpError)) throw error;
  const { status, message, headers } = error;
  return Response.json({ error: message }, { status, headers });
}

/** Reads bodies as text, up to a size of each and of all that arrive at the same time. */
class BodyReader {
  #maxBytes;
  #pendingBytes = 0;

  constructor(maxBytes = DEFAULT_MAX_BODY_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @param {Request} request
   * @returns {Promise<string | undefined>} `undefined` if there is no body
   */
  async read({ headers, body }) {
    if (!body) return undefined;
    const encoding = headers.get("content-encoding") ?? "identity";
    if (encoding !== "identity") throw new HttpError(415, "The body must not be compressed.");
    // A body that declares its length is refused before it is sent.
    this.#check(Number(headers.get("content-length")));
    const chunks = [];
    let size = 0;
    try {
      for await (const chunk of body) {
        size += chunk.length;
        this.#pendingBytes += chunk.length;
        this.#check(size);
        chunks.push(chunk);
      }
    } finally {
      this.#pendingBytes -= size;
    }
    // Like `Request.text`, it replaces what is not UTF-8, which is then mostly not JSON.
    return new TextDecoder().decode(Buffer.concat(chunks));
  }

  /** @param {number} size */
  #check(size) {
    if (size > this.#maxBytes) {
      throw new HttpError(413, `The body is longer than ${this.#maxBytes} bytes, the maximum (--max-body-bytes).`);
    }
    if (this.#pendingBytes > MAX_CONCURRENT_BODIES * this.#maxBytes) {
      throw new HttpError(503, "Too many large bodies are arriving at the same time.", { "retry-after": "1" });
    }
  }
}

/**
 * Returns the sandbox's reply as a response: late, cut short, or never, if the connection breaks.
 *
 * @param {import("../../sandbox/sandbox.js").Reply} reply
 * @param {AbortSignal} signal of the client
 * @param {import("node:http").ServerResponse} res
 */
async function sendReply(reply, signal, res) {
  const response = await toResponse(reply, signal, () => breakConnection(res, signal));
  // Only the end of the connection tells a client that the rest of a truncated body is missing.
  if (reply.answer && isTruncated(reply.answer)) response.headers.set("connection", "close");
  return response;
}

function isTruncated({ headers, body }) {
  return Number(headers["content-length"]) > Buffer.byteLength(body);
}

/**
 * Resets the connection: the client sees ECONNRESET.
 *
 * @param {import("node:http").ServerResponse} res
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
async function breakConnection(res, signal) {
  signal.throwIfAborted();
  const closed = once(res, "close");
  res.socket?.resetAndDestroy();
  await closed;
  throw new Error("The connection is broken, as a fault demands.");
}
