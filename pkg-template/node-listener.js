/** Handlers of `Request` and `Response` for node:http, node:https, Express and Connect. */

const PARSED =
  "pandapon: a body parser has read this request before. This handler needs the raw body: mount it ahead of express.json().";

/** What may stand in a Host header: else the text behind it could pose as a path, or as another host. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;

/** @param {(request: Request, context: { req: object, res: object }) => Response | PromiseLike<Response>} handler */
export function nodeListener(handler) {
  let isReported = false;
  return async (req, res) => {
    const gone = new AbortController();
    res.on("close", () => res.writableFinished || gone.abort());
    try {
      const raw = bytesOf(req.rawBody) ?? bytesOf(req.body);
      if (req.readableDidRead && !raw) {
        if (!isReported) console.error(PARSED);
        isReported = true;
        return refuse(res, 500, PARSED);
      }
      const request = read(req, raw, gone.signal);
      if (!request) return refuse(res, 400, "Bad Request");
      await answer(await handler(request, { req, res }), res, gone.signal);
    } catch (error) {
      // Whoever went away causes failures of all kinds, and hears of none.
      if (gone.signal.aborted) return;
      console.error("pandapon: a handler failed:", error);
      if (res.writableEnded) return;
      if (res.headersSent) res.destroy();
      else refuse(res, 500, "Internal Server Error");
    }
  };
}

/** @returns {Request | undefined} nothing, for a request that no `Request` can be */
function read(req, raw, signal) {
  const { method, rawHeaders } = req;
  const body = method === "GET" || method === "HEAD" ? undefined : (raw ?? streamOf(req));
  try {
    const headers = new Headers();
    for (let index = 0; index < rawHeaders.length; index += 2) {
      // Those of HTTP/2 that begin with a colon are no headers.
      if (rawHeaders[index][0] !== ":") headers.append(rawHeaders[index], rawHeaders[index + 1]);
    }
    const init = { method, headers, body, duplex: "half", signal };
    return new Request(addressOf(req), init);
  } catch {
    return undefined;
  }
}

/** The whole address. Put together, not resolved: a path such as //evil.example is another host to a resolver. */
function addressOf({ headers, socket, url, originalUrl = url }) {
  const host = headers.host ?? headers[":authority"] ?? "";
  // A client that takes this for a proxy sends a whole address.
  const path = originalUrl.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/^(?!\/)/, "/");
  return `http${socket?.encrypted ? "s" : ""}://${HOST.test(host) ? host : "localhost"}${path}`;
}

/** The bytes that a body parser kept, such as `express.raw()` or a cloud function's runtime. */
function bytesOf(value) {
  return value instanceof Uint8Array ? value : undefined;
}

/** The body as it comes in, no sooner than it is read. */
function streamOf(req) {
  const chunks = req[Symbol.asyncIterator]();
  const pull = async (controller) => {
    const { value, done } = await chunks.next();
    if (done) controller.close();
    else controller.enqueue(new Uint8Array(value));
  };
  // To end the iterator would be to cut the connection, and with it the answer.
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
    // Whatever makes the body is not to go on for nobody.
    reader?.cancel().catch(() => {});
    throw error;
  }
}

/** No faster than the client takes it, and no longer than it is there. */
async function pour(reader, res, signal) {
  // Ahead of the first event of a stream that may be silent for long.
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

async function refuse(res, status, text) {
  // They are of the answer that failed.
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) res.removeHeader(name);
  res.statusCode = status;
  res.setHeader("content-type", "text/plain");
  await endAfterwards(res);
  res.end(text);
}

/** Where a body was not read to its end, the next request on this connection would have to wait for all of it. */
async function endAfterwards(res) {
  // What came along with the head is there a turn later.
  if (!res.req.complete) await new Promise(setImmediate);
  if (!res.req.complete && res.req.httpVersionMajor < 2) res.setHeader("connection", "close");
}
