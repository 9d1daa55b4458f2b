/** HTTP of the server: JSON in and out, files, and errors with a status. */
import { createHash, timingSafeEqual } from "node:crypto";
import sirv from "sirv";

/** An error with its HTTP status. */
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Pictures of the live platform are on its own hosts; those of the sandbox are data URLs.
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

/** Reads the JSON of the page. Pages of other sites cannot send JSON here: their preflight request is refused. */
export async function readJson(request) {
  if (request.headers["content-type"] !== "application/json") throw new HttpError(415, "only JSON");
  return JSON.parse(Buffer.concat(await request.toArray()).toString());
}

/** Returns whether a request has the token as its password, with any user name. */
function hasToken({ headers: { authorization = "" } }, token) {
  const userAndPassword = Buffer.from(authorization.replace(/^Basic /i, ""), "base64").toString();
  const digest = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(userAndPassword.slice(userAndPassword.indexOf(":") + 1)), digest(token));
}

/**
 * Returns a listener of `node:http`. It answers requests for this machine only: another host means that the page of another
 * site resolves its domain here (DNS rebinding). A token is asked for as a password, which browsers then send with every
 * request of the page.
 */
export const listener = (answer, token) => async (request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  try {
    const { hostname, pathname } = new URL(request.url, `http://${request.headers.host}`);
    if (hostname !== "127.0.0.1" && hostname !== "localhost") throw new HttpError(421, "not the host's name");
    if (token && !hasToken(request, token)) {
      response.setHeader("www-authenticate", 'Basic realm="admin", charset="UTF-8"');
      throw new HttpError(401, "log in first");
    }
    await answer(pathname, request, response);
  } catch (error) {
    if (!(error instanceof HttpError)) console.error(error);
    sendJson(response, { message: error.message }, error.status ?? 500);
  }
};
