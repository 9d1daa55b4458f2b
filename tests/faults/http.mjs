/** HTTP/1.1 messages as bytes, so that a fault may write any part of one, or a wrong one. */

/** A page may read every answer, whatever is wrong with it. */
const CORS = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };

/**
 * The head of an answer, empty line included.
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
 * A whole answer. Without a `content-length` or `transfer-encoding` of its own it gets the right length.
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

/** A part of a body in chunked encoding. */
export const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** The answer to a browser that asks whether a page may send its request. */
export const preflight = answer(204, "", {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "*",
  "access-control-max-age": 600,
  "access-control-allow-private-network": "true",
});
