/** Requests of which nobody knows yet whether they may call: how many there are at a time, and how much of them is kept. */
import { gone, overloaded, Refusal } from "./refusal.js";

/** A body that brings less than this in each so many milliseconds is given up: it would hold a place for nothing. */
const MIN_PROGRESS = 1024;
const PROGRESS_WINDOW = 5000;

/** The first piece of a small body fits into this. */
const SMALLEST_BUFFER = 4096;

export class PendingRequests {
  #settings;
  #count = 0;
  #bytes = 0;
  /** Those whose bodies are being read. What has waited longest for a piece comes first. */
  #reading = new Set();

  /** @param {{ maxPending: number, maxPendingBytes: number, maxBytes: number, bodyTimeout: number }} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /**
   * Takes a place. Where there is none left, the body that has stalled the longest makes room: or a few connections that send
   * nothing could keep everybody out.
   *
   * @throws {Refusal} if none is being read
   */
  enter() {
    if (this.#count >= this.#settings.maxPending && !this.#dropStalled()) {
      throw overloaded("too many requests are waiting to be authorised");
    }
    this.#count += 1;
    return { bytes: 0, left: false, stop: undefined };
  }

  /** Gives the place back; any further time changes nothing. */
  leave(place) {
    if (place.left) return;
    place.left = true;
    this.#reading.delete(place);
    this.#count -= 1;
    this.#bytes -= place.bytes;
  }

  /**
   * The whole body, of which no more than allowed is ever read.
   *
   * @returns {Promise<Uint8Array>}
   * @throws {Refusal}
   */
  async read(place, { headers, body, signal }) {
    const { maxBytes } = this.#settings;
    const tooLarge = () => new Refusal(413, "body_too_large", `the request is larger than ${maxBytes} bytes`);
    if (Number(headers.get("content-length")) > maxBytes) throw tooLarge();
    if (!body) return new Uint8Array();
    const reader = body.getReader();
    let refusal;
    const cancel = async () => reader.cancel();
    const stop = (why) => {
      refusal ??= why;
      // Workers let no request touch the streams of another: there the reading ends with its next piece, or in its own time.
      cancel().catch(() => {});
    };
    const abort = () => stop(gone());
    const timer = this.#watch(place, () => stop(new Refusal(408, "body_timeout", "the body did not arrive in time")));
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
      throw refusal ?? (error instanceof Refusal ? error : new Refusal(400, "invalid_body", "the body broke off"));
    } finally {
      timer.end();
      signal?.removeEventListener("abort", abort);
      this.#reading.delete(place);
      cancel().catch(() => {});
    }
  }

  /** Calls `late` as soon as the body has stalled, or has taken too long as a whole. */
  #watch(place, late) {
    let left = this.#settings.bodyTimeout;
    let seen = 0;
    let timer;
    const wait = () => {
      const milliseconds = Math.min(PROGRESS_WINDOW, left);
      left -= milliseconds;
      timer = setTimeout(check, milliseconds);
    };
    const check = () => {
      if (left === 0 || place.bytes - seen < MIN_PROGRESS) return late();
      seen = place.bytes;
      wait();
    };
    wait();
    return { end: () => clearTimeout(timer) };
  }

  /** Notes that a piece has come: this body is now the last to be dropped. */
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
    stalled.stop(overloaded("the body came too slowly while many others were waiting"));
    return true;
  }
}

/** Pieces may be of a byte each: a list of them would take a hundred times as much memory. */
function append(buffer, length, piece) {
  const needed = length + piece.length;
  if (needed > buffer.length) {
    const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }
  buffer.set(piece, length);
  return buffer;
}
