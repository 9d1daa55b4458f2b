/** The ids of the calls of late, and what became of each: so that the same call, posted twice, is made once. */
import { overloaded, Refusal } from "./refusal.js";

/** Far longer than a network takes to repeat a request. */
const REMEMBERED_FOR = 10 * 60_000;

/** An id is never forgotten before its time, so whoever makes more calls than this has to wait. */
const MAX_PER_USER = 10_000;
const MAX_TOTAL = 100_000;

/** Found before anything is sent, and found again whenever the same call comes. */
const NEVER_SENT = new Set(["ValidationError", "RouteError", "ConfigError"]);

export class CallIds {
  /** By id, those of each user who used it. */
  #byId = new Map();
  /** All of them. Those that have ended come in the order in which they did. */
  #calls = new Set();
  /** How many each user has. */
  #counts = new Map();

  /**
   * Remembers a call that is about to leave.
   *
   * @param {string} user for whose sub-account it is made
   * @param {string} id
   * @returns {{ user: string, id: string, sent: boolean, until: number }} to be handed to `end` or `fail`
   * @throws {Refusal} if it came before, or if there are too many
   */
  begin(user, id) {
    this.#forgetOld();
    const known = this.#byId.get(id)?.find((call) => call.user === user);
    if (known) throw duplicate(known);
    const count = this.#counts.get(user) ?? 0;
    if (count >= MAX_PER_USER) throw overloaded("too many calls in the last ten minutes", 429);
    if (this.#calls.size >= MAX_TOTAL) throw overloaded("too many calls in the last ten minutes");
    // Until it is known how it ends, it may have left.
    const call = { user, id, sent: true, until: Infinity };
    this.#counts.set(user, count + 1);
    this.#calls.add(call);
    this.#byId.set(id, [...(this.#byId.get(id) ?? []), call]);
    return call;
  }

  /** The call reached the vendor. */
  end(call) {
    call.until = performance.now() + REMEMBERED_FOR;
    this.#calls.delete(call);
    this.#calls.add(call);
  }

  /** The call failed. What was wrong with the request itself is forgotten: a repetition would fail in the same way. */
  fail(call, { name, sent }) {
    call.sent = sent;
    if (!sent && NEVER_SENT.has(name)) this.#forget(call);
    else this.end(call);
  }

  /** Whether a call of this id may have reached the vendor, whoever made it. */
  mayHaveBeenSent(id) {
    return this.#byId.get(id)?.some(({ sent }) => sent) ?? false;
  }

  #forgetOld() {
    const now = performance.now();
    for (const call of this.#calls) {
      // No more than are under way at a time.
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

/** By a network that repeats requests, or by somebody who listened. */
function duplicate({ sent, until }) {
  const ended = sent
    ? "this call was already received and was not repeated"
    : "this call was already received, did not reach the vendor, and was not repeated";
  const state = until === Infinity ? "this call was already received and is still under way" : ended;
  return new Refusal(409, "duplicate_call", `duplicate call id: ${state}`, { sent });
}
