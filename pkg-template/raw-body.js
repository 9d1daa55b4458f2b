/** Reads the bytes of request bodies. */

import { attempt } from "./encode-params.js";

/**
 * Returns a function that reads bodies which together hold at most so many bytes. Beyond that, the one that has been read for
 * the longest time is dropped: stalled bodies must not lock out the others.
 *
 * @param {number} maxPendingBytes not less than any `maxBytes`
 */
export function bodyReader(maxPendingBytes) {
  /** The bodies that are being read, the oldest first. */
  const pending = new Set();
  let held = 0;

  function release(body) {
    if (pending.delete(body)) held -= body.bytes.length;
  }

  /** Gives a body, which is being read, a buffer of this length. */
  function hold(body, length) {
    if (!pending.has(body)) return;
    const larger = new Uint8Array(length);
    larger.set(body.bytes);
    held += length - body.bytes.length;
    body.bytes = larger;
    while (held > maxPendingBytes) {
      const [oldest] = pending;
      oldest.stop(503);
    }
  }

  /**
   * Reads a body.
   *
   * @param {Request} request
   * @param {number} maxBytes a larger body is 413
   * @param {number} timeout in milliseconds; a slower body is 408
   * @returns {Promise<Uint8Array | 400 | 408 | 413 | 503>} the bytes, or the status for the response
   */
  return async (request, maxBytes, timeout) => {
    if (Number(request.headers.get("content-length")) > maxBytes) {
      dropBody(request);
      return 413;
    }
    // Not `for await`: not all streams of browsers and Workers are iterable.
    const reader = request.body?.getReader();
    if (!reader) return new Uint8Array(0);
    /** @type {400 | 408 | 413 | 503 | undefined} */
    let status;
    const stop = (reason) => {
      status ??= reason;
      release(body);
      // Also ends a pending read.
      attempt(() => reader.cancel());
    };
    // One buffer, not a list of chunks: a chunk of one byte takes a hundred as an object.
    const body = { bytes: new Uint8Array(0), stop };
    pending.add(body);
    hold(body, Math.min(maxBytes, 4096));
    const timer = setTimeout(stop, timeout, 408);
    let length = 0;
    try {
      for (let part; !status && !(part = await reader.read()).done; ) {
        const end = length + part.value.length;
        if (end > maxBytes) stop(413);
        else if (end > body.bytes.length) hold(body, Math.min(maxBytes, Math.max(end, 2 * body.bytes.length)));
        if (status) break;
        body.bytes.set(part.value, length);
        length = end;
      }
    } catch {
      status ??= 400;
    }
    clearTimeout(timer);
    release(body);
    return status ?? body.bytes.subarray(0, length);
  };
}

/** Cancels a body without reading it. */
export function dropBody(request) {
  attempt(() => request.body?.cancel());
}
