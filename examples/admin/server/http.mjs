/** HTTP of the server: JSON in and out, files, and errors with a status. */
import { createHash, timingSafeEqual } from "node:crypto";
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

/** Whether a request brings the token, under whatever name. */
function knows({ headers: { authorization = "" } }, token) {
  const given = Buffer.from(authorization.replace(/^Basic /i, ""), "base64").toString();
  const digest = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given.slice(given.indexOf(":") + 1)), digest(token));
}

/**
 * A listener of `node:http`. It answers requests for this machine only: the name of another host in them means that the
 * page of another site has had its name pointed here. With a token it asks for that as a password; browsers then send it with
 * everything that the page loads.
 */
export const listener = (answer, token) => async (request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  try {
    const { hostname, pathname } = new URL(request.url, `http://${request.headers.host}`);
    if (hostname !== "127.0.0.1" && hostname !== "localhost") throw new HttpError(421, "not the host's name");
    if (token && !knows(request, token)) {
      response.setHeader("www-authenticate", 'Basic realm="admin", charset="UTF-8"');
      throw new HttpError(401, "log in first");
    }
    await answer(pathname, request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    sendJson(response, { message: error.message }, error.status ?? 500);
  }
};
