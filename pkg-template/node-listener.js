/** Adapts handlers of `Request` and `Response` to node:http, node:https, Express and Connect. */

import { attempt } from "./encode-params.js";

const PARSED =
  "a body parser has read this request before. This handler needs the raw body: mount it ahead of express.json(), or keep the " +
  "bytes in req.rawBody";

/** What a page's client makes a ProxyError of, and a person can read. */
const PARSED_FAILURE = {
  name: "ProxyError",
  message: `proxy: ${PARSED}`,
  sent: false,
  status: 500,
  code: "body_consumed",
};

/** A valid Host header: any other could contain a path, or another host. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/** @param {(request: Request, context: { req: object, res: object }) => Response | PromiseLike<Response>} handler */
export function nodeListener(handler) {
  let isReported = false;
  return async (req, res) => {
    const gone = new AbortController();
    res.on("close", () => res.writableFinished || gone.abort());
    try {
      const raw = textOf(req.rawBody) ?? bytesOf(req.rawBody) ?? bytesOf(req.body);
      if (req.readableDidRead && raw === undefined) {
        if (!isReported) log(`pandapon: ${PARSED}`);
        isReported = true;
        return refuse(res, 500, JSON.stringify({ failure: PARSED_FAILURE }), "application/json");
      }
      const request = read(req, raw, gone.signal);
      if (!request) return refuse(res, 400, "Bad Request");
      await answer(await handler(request, { req, res }), res, gone.signal);
    } catch (error) {
      // A client that disconnects causes failures of all kinds, and receives none.
      if (gone.signal.aborted) return;
      log("pandapon: a handler failed:", error);
      if (res.writableEnded) return;
      if (res.headersSent) res.destroy();
      else refuse(res, 500, "Internal Server Error");
    }
  };
}

/** Logs an error, even if the program has replaced `console.error` by a function that fails. */
function log(...messages) {
  attempt(() => console.error(...messages));
}

/** @returns {Request | undefined} `undefined` if the request cannot be represented */
function read(req, raw, signal) {
  const { method, rawHeaders } = req;
  const body = method === "GET" || method === "HEAD" ? undefined : (raw ?? streamOf(req));
  try {
    const headers = new Headers();
    for (let index = 0; index < rawHeaders.length; index += 2) {
      // Pseudo-headers of HTTP/2 begin with a colon.
      if (rawHeaders[index][0] !== ":") headers.append(rawHeaders[index], rawHeaders[index + 1]);
    }
    const init = { method, headers, body, duplex: "half", signal };
    return new Request(addressOf(req), init);
  } catch {
    return undefined;
  }
}

/** Returns the URL by concatenation: resolving a path such as //evil.example would change the host. */
function addressOf({ headers, socket, url, originalUrl = url }) {
  const host = headers.host ?? headers[":authority"] ?? "";
  // A client that uses this server as a proxy sends a whole URL.
  const path = originalUrl.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/^(?!\/)/, "/");
  return `http${socket?.encrypted ? "s" : ""}://${HOST.test(host) ? host : "localhost"}${path}`;
}

/** Returns the bytes that a body parser kept, such as `express.raw()` or the runtime of a cloud function. */
function bytesOf(value) {
  return value instanceof Uint8Array ? value : undefined;
}

/** Returns the raw body as text, as fastify-raw-body keeps it unless it is told to keep bytes. A parsed `body` may be text, too. */
function textOf(value) {
  return typeof value === "string" ? value : undefined;
}

/** Streams the body, no faster than it is read. */
function streamOf(req) {
  const chunks = req[Symbol.asyncIterator]();
  const pull = async (controller) => {
    const { value, done } = await chunks.next();
    if (done) controller.close();
    else controller.enqueue(new Uint8Array(value));
  };
  // Without `cancel`: ending the iterator would close the connection before the response.
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

async function answer({ status, headers, body }, res, signal) {
  const reader = body?.getReader();
  try {
    res.statusCode = status;
    for (const [name, value] of headers) {
      res.setHeader(name, name === "set-cookie" ? headers.getSetCookie() : value);
    }
    await endAfterwards(res);
    if (res.req.method === "HEAD") await reader?.cancel();
    else if (reader) await pour(reader, res, signal);
    res.end();
  } catch (error) {
    // Stops the source of the body, which nobody reads any more.
    reader?.cancel().catch(() => {});
    throw error;
  }
}

/** Writes the body no faster than the client reads it, and stops when the client disconnects. */
async function pour(reader, res, signal) {
  // Sends the headers before the first chunk, for which a stream may take long.
  res.flushHeaders();
  let goOn;
  res.on("drain", () => goOn?.());
  signal.addEventListener("abort", () => {
    reader.cancel().catch(() => {});
    goOn?.();
  });
  signal.throwIfAborted();
  for (let part; !(part = await reader.read()).done; ) {
    if (!res.write(part.value)) await new Promise((resolve) => (goOn = resolve));
    signal.throwIfAborted();
  }
}

async function refuse(res, status, text, type = "text/plain") {
  // They belong to the response that failed.
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) res.removeHeader(name);
  res.statusCode = status;
  res.setHeader("content-type", type);
  await endAfterwards(res);
  res.end(text);
}

/** Closes the connection afterwards if the body was not read to its end: the next request would have to wait for the rest. */
async function endAfterwards(res) {
  // A body that arrived together with the headers is complete one turn later.
  if (!res.req.complete) await new Promise(setImmediate);
  if (!res.req.complete && res.req.httpVersionMajor < 2) res.setHeader("connection", "close");
}
