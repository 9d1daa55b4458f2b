/** The caller's abort signal: any object that is shaped like one. */
import { member } from "./encode-params.js";
import { configError } from "./errors.js";

/** What a wait ends with once the caller has aborted. */
export const ABORTED_BY_CALLER = Symbol("aborted");

/** The scopes that wait for a signal, by signal: one listener for all calls under it, since Node warns of the eleventh. */
const waiting = new WeakMap();

/** A call under a signal, from its start to its end. */
export class AbortScope {
  /** @type {any} an object of the shape of a signal, or `undefined` */
  #signal;
  #fire;
  #fired = new Promise((resolve) => (this.#fire = () => resolve(ABORTED_BY_CALLER)));

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

  /** Resolves as `work` does, or to ABORTED_BY_CALLER if the caller aborts first. */
  race(work) {
    return this.#signal ? Promise.race([work, this.#fired]) : work;
  }

  /** Leaves nothing on the signal, which may outlive thousands of calls. */
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
