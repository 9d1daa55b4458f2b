/** Reads the bytes of request bodies. */

import { attempt } from "./encode-params.js";

/**
 * Reads a body.
 *
 * @param {Request} request
 * @param {number} maxBytes a larger body is 413
 * @param {number} timeout in milliseconds; a slower body is 408
 * @returns {Promise<Uint8Array | 400 | 408 | 413>} the bytes, or the status for the response
 */
export async function rawBody(request, maxBytes, timeout) {
  if (Number(request.headers.get("content-length")) > maxBytes) {
    dropBody(request);
    return 413;
  }
  // Not `for await`: not all streams of browsers and Workers are iterable.
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array(0);
  /** @type {400 | 408 | 413 | undefined} */
  let status;
  const stop = (reason) => {
    status = reason;
    // Also ends a pending read.
    attempt(() => reader.cancel());
  };
  const timer = setTimeout(stop, timeout, 408);
  // One buffer, not a list of chunks: a chunk of one byte takes a hundred as an object.
  let bytes = new Uint8Array(Math.min(maxBytes, 4096));
  let length = 0;
  try {
    for (let part; !status && !(part = await reader.read()).done; ) {
      const end = length + part.value.length;
      if (end > maxBytes) {
        stop(413);
      } else {
        if (end > bytes.length) bytes = grown(bytes, Math.min(maxBytes, Math.max(end, 2 * bytes.length)));
        bytes.set(part.value, length);
        length = end;
      }
    }
  } catch {
    status ??= 400;
  }
  clearTimeout(timer);
  return status ?? bytes.subarray(0, length);
}

/** Cancels a body without reading it. */
export function dropBody(request) {
  attempt(() => request.body?.cancel());
}

function grown(bytes, length) {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
