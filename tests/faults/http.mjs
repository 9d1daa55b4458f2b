/** HTTP/1.1 messages as bytes, so that a fault can write a part of one, or an invalid one. */

/** CORS headers: a page may read every response, even an invalid one. */
const CORS = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };

/**
 * The head of a response, including the empty line.
 * @param {number} status
 * @param {Record<string, string | number>} headers
 */
export function head(status, headers = {}) {
  const lines = Object.entries({ ...CORS, "cache-control": "no-store", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${status} ${status === 200 ? "OK" : "Status"}\r\n${lines.join("")}\r\n`;
}

/**
 * A whole response. It gets the correct content-length unless it has a `content-length` or `transfer-encoding`.
 * @param {number} status
 * @param {string | Uint8Array} body
 * @param {Record<string, string | number>} headers
 */
export function answer(status, body = "", headers = {}) {
  const bytes = Buffer.from(body);
  const framed = "content-length" in headers || "transfer-encoding" in headers;
  return Buffer.concat([
    Buffer.from(head(status, framed ? headers : { ...headers, "content-length": bytes.length })),
    bytes,
  ]);
}

export const json = { "content-type": "application/json" };
export const html = { "content-type": "text/html" };

/** The vendor's envelope. */
export const envelope = (code, data = null, msg = "ok") =>
  JSON.stringify({ requestId: "r1", code, developId: 1, msg, data });

/** A chunk of a body in chunked encoding. */
export const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** The response to a preflight request. */
export const preflight = answer(204, "", {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "*",
  "access-control-max-age": 600,
  "access-control-allow-private-network": "true",
});
