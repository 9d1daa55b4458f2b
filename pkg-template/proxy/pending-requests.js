/** Requests that are not authorised yet: limits of their number, and of the memory that their bodies take. */
import { clientGone, overloaded, Refusal } from "./refusal.js";

/** Bytes that a body must bring in each window of so many milliseconds: a stalled one would hold its place for nothing. */
const MIN_PROGRESS = 1024;
const PROGRESS_WINDOW = 5000;

/** In bytes: a small body fits into this. */
const SMALLEST_BUFFER = 4096;

export class PendingRequests {
  #settings;
  #count = 0;
  #bytes = 0;
  /** Requests whose bodies are being read. The one that has waited longest for a chunk is first. */
  #reading = new Set();

  /** @param {{ maxPending: number, maxPendingBytes: number, maxBytes: number, bodyTimeout: number }} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /**
   * Takes a place. If none is left, the body that has stalled the longest is dropped: otherwise a few connections that send
   * nothing could lock everybody out.
   *
   * @throws {Refusal} if no body is being read
   */
  enter() {
    if (this.#count >= this.#settings.maxPending && !this.#dropStalled()) {
      throw overloaded("too many requests are waiting to be authorised");
    }
    this.#count += 1;
    return { bytes: 0, left: false, stop: undefined };
  }

  /** Frees the place. Calling it again has no effect. */
  leave(place) {
    if (place.left) return;
    place.left = true;
    this.#reading.delete(place);
    this.#count -= 1;
    this.#bytes -= place.bytes;
  }

  /**
   * Reads the whole body, and no further than the limits allow.
   *
   * @returns {Promise<Uint8Array>}
   * @throws {Refusal}
   */
  async read(place, { headers, body, signal }) {
    const { maxBytes } = this.#settings;
    const tooLarge = () =>
      new Refusal(413, "body_too_large", `the request body is larger than ${maxBytes} bytes, the maximum`);
    if (Number(headers.get("content-length")) > maxBytes) throw tooLarge();
    if (!body) return new Uint8Array();
    const reader = body.getReader();
    let refusal;
    const cancel = async () => reader.cancel();
    const stop = (reason) => {
      refusal ??= reason;
      // Workers let no request touch the streams of another: there, reading ends with the next chunk or by the timeout.
      cancel().catch(() => {});
    };
    const abort = () => stop(clientGone());
    const timer = this.#watch(place, () => stop(new Refusal(408, "body_timeout", "the request body timed out")));
    signal?.addEventListener("abort", abort);
    place.stop = stop;
    this.#reading.add(place);
    try {
      let buffer = new Uint8Array(SMALLEST_BUFFER);
      for (let part; !refusal && !(part = await reader.read()).done; ) {
        const { value } = part;
        if (place.bytes + value.length > maxBytes) throw tooLarge();
        buffer = append(buffer, place.bytes, value);
        this.#progress(place, value.length);
      }
      if (refusal) throw refusal;
      return buffer.subarray(0, place.bytes);
    } catch (error) {
      throw (
        refusal ?? (error instanceof Refusal ? error : new Refusal(400, "invalid_body", "the request body ended early"))
      );
    } finally {
      timer.end();
      signal?.removeEventListener("abort", abort);
      this.#reading.delete(place);
      cancel().catch(() => {});
    }
  }

  /** Calls `onTimeout` as soon as the body has stalled, or has taken too long as a whole. */
  #watch(place, onTimeout) {
    let left = this.#settings.bodyTimeout;
    let seen = 0;
    let timer;
    const wait = () => {
      const milliseconds = Math.min(PROGRESS_WINDOW, left);
      left -= milliseconds;
      timer = setTimeout(check, milliseconds);
    };
    const check = () => {
      if (left === 0 || place.bytes - seen < MIN_PROGRESS) return onTimeout();
      seen = place.bytes;
      wait();
    };
    wait();
    return { end: () => clearTimeout(timer) };
  }

  /** Records that a chunk has arrived: this body is now the last to be dropped. */
  #progress(place, length) {
    if (place.left) return;
    this.#reading.delete(place);
    this.#reading.add(place);
    place.bytes += length;
    this.#bytes += length;
    while (this.#bytes > this.#settings.maxPendingBytes && this.#dropStalled());
  }

  #dropStalled() {
    const [stalled] = this.#reading;
    if (!stalled) return false;
    this.leave(stalled);
    stalled.stop(overloaded("the request body arrived too slowly while many others were waiting"));
    return true;
  }
}

/** Chunks may be of one byte each: a list of them would take a hundred times as much memory. */
function append(buffer, length, chunk) {
  const needed = length + chunk.length;
  if (needed > buffer.length) {
    const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }
  buffer.set(chunk, length);
  return buffer;
}
