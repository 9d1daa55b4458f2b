/** The ids and outcomes of recent calls, so that a call that is posted twice is made once. */
import { overloaded, Refusal } from "./refusal.js";

/** In milliseconds: far longer than a network takes to repeat a request. */
const RETENTION = 10 * 60_000;

/** No id is forgotten early: who makes more calls than this has to wait. */
const MAX_PER_USER = 10_000;
const MAX_TOTAL = 100_000;

/** Failures before anything is sent, which a repetition of the same request would meet again. */
const NEVER_SENT = new Set(["ValidationError", "RouteError", "ConfigError"]);

export class CallIds {
  /** The calls of each id, at most one per user. */
  #byId = new Map();
  /** All calls. Those that have ended are in the order of their ends. */
  #calls = new Set();
  /** Number of calls of each user. */
  #counts = new Map();

  /**
   * Records a call that is about to start.
   *
   * @param {string} user for whose sub-account it is made
   * @param {string} id
   * @returns {{ user: string, id: string, sent: boolean, until: number }} for `end` or `fail`
   * @throws {Refusal} if the id was used before, or if there are too many calls
   */
  begin(user, id) {
    this.#forgetOld();
    const earlier = this.#byId.get(id)?.find((call) => call.user === user);
    if (earlier) throw duplicate(earlier);
    const count = this.#counts.get(user) ?? 0;
    if (count >= MAX_PER_USER) throw overloaded("too many calls in the last ten minutes", 429);
    if (this.#calls.size >= MAX_TOTAL) throw overloaded("too many calls in the last ten minutes");
    // Until its outcome is known, it may have been sent.
    const call = { user, id, sent: true, until: Infinity };
    this.#counts.set(user, count + 1);
    this.#calls.add(call);
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), call]);
    return call;
  }

  /** Records that a call reached the vendor. */
  end(call) {
    call.until = performance.now() + RETENTION;
    this.#calls.delete(call);
    this.#calls.add(call);
  }

  /**
   * Records that a call failed. One with an invalid request is forgotten: a repetition would fail in the same way.
   *
   * @param {{ user: string, id: string, sent: boolean, until: number }} call
   * @param {{ name?: string, sent: boolean }} failure
   */
  fail(call, { name, sent }) {
    call.sent = sent;
    if (!sent && NEVER_SENT.has(name ?? "")) this.#forget(call);
    else this.end(call);
  }

  /** Returns whether a call with this id, of any user, may have reached the vendor. */
  mayHaveBeenSent(id) {
    return this.#byId.get(id)?.some(({ sent }) => sent) ?? false;
  }

  #forgetOld() {
    const now = performance.now();
    for (const call of this.#calls) {
      // Still under way: at most `maxConcurrent` calls.
      if (call.until === Infinity) continue;
      if (call.until > now) break;
      this.#forget(call);
    }
  }

  #forget(call) {
    this.#calls.delete(call);
    const others = this.#byId.get(call.id).filter((other) => other !== call);
    if (others.length > 0) this.#byId.set(call.id, others);
    else this.#byId.delete(call.id);
    const count = this.#counts.get(call.user) - 1;
    if (count > 0) this.#counts.set(call.user, count);
    else this.#counts.delete(call.user);
  }
}

/** Returns the refusal of a repeated id: a network repeated the request, or somebody recorded it. */
function duplicate({ sent, until }) {
  const ended = sent
    ? "this call was already received and was not repeated"
    : "this call was already received, did not reach the vendor, and was not repeated";
  const state = until === Infinity ? "this call was already received and is still under way" : ended;
  return new Refusal(409, "duplicate_call", `duplicate call id: ${state}`, { sent });
}
