/** What the house needs of HTTP: JSON in and out, files, and refusals with a status. */
import sirv from "sirv";

/** A refusal with its HTTP status. */
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Pictures of the live platform are at hosts of its own; those of the sandbox stand in the address itself.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob: https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The files of a folder. */
export function filesOf(folder) {
  const files = sirv(folder, { etag: true });
  return (request, response) => files(request, response, () => response.writeHead(404).end());
}

export function sendJson(response, data, status = 200) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(data));
}

/**
 * The body of a request of our own page. Pages of other sites cannot send JSON here: the browser would ask first, and
 * hear no.
 */
export async function readJson(request) {
  if (request.headers["content-type"] !== "application/json") throw new HttpError(415, "only JSON");
  return JSON.parse(Buffer.concat(await request.toArray()).toString());
}

/**
 * A listener of `node:http`. It answers requests for this machine only: the name of another host in them means that the
 * page of another site has had its name pointed here.
 */
export const listener = (answer) => async (request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  try {
    const { hostname, pathname } = new URL(request.url, `http://${request.headers.host}`);
    if (hostname !== "127.0.0.1" && hostname !== "localhost") throw new HttpError(421, "not the host's name");
    await answer(pathname, request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    sendJson(response, { message: error.message }, error.status ?? 500);
  }
};
