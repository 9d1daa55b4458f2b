/** The caller's abort signal: any object that is shaped like one. */
import { configError } from "./errors.js";
import { member } from "./read.js";

/** What there is instead of an outcome once the caller has aborted. */
export const ABORTED = Symbol("aborted");

/** What is to be done once a signal fires, by signal: one listener for all calls under it, since Node warns of the eleventh. */
const waiting = new WeakMap();

export class Abortion {
  #signal;
  #fire;
  #fired = new Promise((resolve) => (this.#fire = () => resolve(ABORTED)));

  /** @param {AbortSignal | undefined} signal */
  constructor(signal) {
    this.#signal = signal;
    try {
      if (signal) listen(signal, this.#fire);
    } catch {
      throw configError("signal must be an AbortSignal");
    }
  }

  get isAborted() {
    return Boolean(member(this.#signal, "aborted").read);
  }

  get reason() {
    return member(this.#signal, "reason").read;
  }

  /** What comes of the work; ABORTED if the caller aborts first. */
  or(work) {
    return Promise.race([work, this.#fired]);
  }

  /** A signal may outlive thousands of calls: nothing is left on it. */
  end() {
    const { fires, listener } = waiting.get(this.#signal) ?? {};
    if (!fires?.delete(this.#fire) || fires.size > 0) return;
    waiting.delete(this.#signal);
    try {
      this.#signal.removeEventListener("abort", listener);
    } catch {
      // The outcome of the call matters more than a listener on something that is not a signal.
    }
  }
}

function listen(signal, fire) {
  if (!waiting.has(signal)) {
    const fires = new Set();
    const listener = () => fires.forEach((fire) => fire());
    signal.addEventListener("abort", listener);
    waiting.set(signal, { fires, listener });
  }
  waiting.get(signal).fires.add(fire);
}
