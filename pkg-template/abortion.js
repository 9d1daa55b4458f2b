/** The caller's abort signal: any object that is shaped like one. */
import { configError } from "./errors.js";

export class Abortion {
  #signal;
  #fire;
  #fired = new Promise((resolve) => (this.#fire = resolve));

  /** @param {AbortSignal | undefined} signal */
  constructor(signal) {
    this.#signal = signal;
    try {
      signal?.addEventListener("abort", this.#fire);
    } catch {
      throw configError("signal must be an AbortSignal");
    }
  }

  /** Throws the caller's reason, once the caller has aborted: as fetch does. */
  check() {
    if (this.#signal?.aborted) throw this.#signal.reason;
  }

  /** Waits for work, but no longer than until the caller aborts. */
  async or(work) {
    const done = await Promise.race([work, this.#fired]);
    this.check();
    return done;
  }

  /** A signal may outlive thousands of calls: nothing is left hanging on it. */
  end() {
    this.#signal?.removeEventListener?.("abort", this.#fire);
  }
}
