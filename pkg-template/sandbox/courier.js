/** Posts push messages as the platform does. When a message is due, and whether it comes again, the core says. */

/** A receiver must accept a message within so many milliseconds. */
const PATIENCE = 1000;
/** Timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Where messages go that only `onPush` gets. */
const NOWHERE = "https://receiver.sandbox.invalid/";

export class Courier {
  #core;
  #now;
  #address;
  #receivers;
  #running;
  #timer;
  /** Counts the states that the core had: how a message of an earlier one went is of no interest to the next. */
  #state = 0;

  /**
   * @param {import("./wasm/sandbox_bg.js").SandboxCore} core
   * @param {() => number} now
   * @param {{ callbackUrl?: string, onPush?: Function }} receivers
   */
  constructor(core, now, { callbackUrl, onPush }) {
    this.#core = core;
    this.#now = now;
    this.#address = callbackUrl ?? NOWHERE;
    this.#receivers = [];
    if (callbackUrl !== undefined) this.#receivers.push((request) => fetch(request));
    if (onPush) this.#receivers.push((request) => onPush(request));
    this.restart();
  }

  /** Begins with the state that the core has now. */
  restart() {
    this.#state += 1;
    this.#core.post(this.#receivers.length > 0);
    this.start();
  }

  /** Posts what is due, one message after the other, unless that is under way. */
  start() {
    if (this.#receivers.length > 0) this.#running ??= this.#run();
  }

  /** Waits until every message that is due was tried. */
  async settled() {
    this.start();
    await this.#running;
  }

  async #run() {
    // What caused the messages is to be answered first.
    await undefined;
    clearTimeout(this.#timer);
    for (let message; (message = this.#core.nextDelivery(this.#now())); ) {
      const state = this.#state;
      const accepted = await this.#post(message.push);
      if (state === this.#state) this.#core.tried(message.id, accepted, this.#now());
    }
    this.#running = undefined;
    this.#wait();
  }

  /** Comes back when the next message is due. */
  #wait() {
    const pause = this.#core.nextDue(this.#now());
    if (pause === undefined) return;
    this.#timer = setTimeout(() => this.start(), Math.min(pause, LONGEST_TIMER));
    // A message that may come again keeps no program alive.
    this.#timer.unref?.();
  }

  /** Whether all receivers accept a message in time. */
  async #post({ body, authorization }) {
    const controller = new AbortController();
    const late = setTimeout(() => controller.abort(), PATIENCE);
    const headers = { authorization, "content-type": "application/json" };
    const init = { method: "POST", headers, body, redirect: "manual", signal: controller.signal };
    try {
      const requests = this.#receivers.map((receive) => isAccepted(receive, new Request(this.#address, init)));
      return (await Promise.all(requests)).every(Boolean);
    } finally {
      clearTimeout(late);
    }
  }
}

/** Whether a receiver answers 200 before the request is aborted. */
async function isAccepted(receive, request) {
  const late = new Promise((_, reject) => request.signal.addEventListener("abort", reject));
  try {
    const answer = await Promise.race([receive(request), late]);
    // Read to its end, so that the connection can serve again.
    answer?.arrayBuffer?.().catch(() => {});
    return (answer?.status ?? answer) === 200;
  } catch {
    return false;
  }
}
