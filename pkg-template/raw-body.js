/** Reading the bytes of a request's body. */

/**
 * @param {Request} request
 * @param {number} maxBytes 413 beyond
 * @param {number} timeout in milliseconds; 408 beyond
 * @returns {Promise<Uint8Array | 400 | 408 | 413>} the bytes, or the status for why they could not be read
 */
export async function rawBody(request, maxBytes, timeout) {
  if (Number(request.headers.get("content-length")) > maxBytes) {
    dropBody(request);
    return 413;
  }
  // Not `for await`: browsers' streams, and those of Workers, do not all iterate.
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array(0);
  let status;
  const stop = (reason) => {
    status = reason;
    // It also ends a read that is waiting.
    reader.cancel().catch(() => {});
  };
  const timer = setTimeout(stop, timeout, 408);
  // One buffer, not a list of chunks: a chunk may be a single byte, and its object a hundred.
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

/** Leaves a body unread. */
export function dropBody(request) {
  request.body?.cancel().catch(() => {});
}

function grown(bytes, length) {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
