/** Bodies of requests: as text, and no longer than they may be. */
import { Refused } from "./refused.js";

/** 32 MiB. Pictures are the largest bodies that the vendor takes, and have a few. */
const DEFAULT_MAX_BODY_BYTES = 33_554_432;

/** What can be asked for: an input must fit a line of the state's file, six bytes for one at the worst. */
export const HIGHEST_MAX_BODY_BYTES = 67_108_864;

/** So many of the largest bodies may come in at a time. */
const MAX_AT_A_TIME = 4;

/** Reads bodies, and knows how much of them is in memory. */
export class Bodies {
  #maxBytes;
  #held = 0;

  constructor(maxBytes = DEFAULT_MAX_BODY_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** @returns {Promise<string | undefined>} nothing where there is none */
  async read({ headers, body }) {
    if (!body) return undefined;
    const encoding = headers.get("content-encoding") ?? "identity";
    if (encoding !== "identity") throw new Refused(415, "The body must not be compressed.");
    // Who says that it is too long need not send it.
    this.#check(Number(headers.get("content-length")));
    const chunks = [];
    let size = 0;
    try {
      for await (const chunk of body) {
        size += chunk.length;
        this.#held += chunk.length;
        this.#check(size);
        chunks.push(chunk);
      }
    } finally {
      this.#held -= size;
    }
    // As `Request` reads texts: what is no UTF-8 is replaced, and then mostly no JSON.
    return new TextDecoder().decode(Buffer.concat(chunks));
  }

  #check(size) {
    if (size > this.#maxBytes) {
      throw new Refused(413, `The body is longer than ${this.#maxBytes} bytes, the maximum (--max-body-bytes).`);
    }
    if (this.#held > MAX_AT_A_TIME * this.#maxBytes) {
      throw new Refused(503, "Too many large bodies come in at a time.", { "retry-after": "1" });
    }
  }
}
