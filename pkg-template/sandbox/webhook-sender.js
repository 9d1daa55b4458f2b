/** Posts push messages as the platform does. When a message is due, and whether it comes again, the core says. */
import { LONGEST_TIMER } from "./timers.js";

/** A receiver must accept a message within so many milliseconds. */
const PATIENCE = 1000;
/** Where messages go that only `onPush` gets. */
const NOWHERE = "https://receiver.sandbox.invalid/";

export class WebhookSender {
  #core;
  #address;
  #receivers = [];
  #running;
  #timer;
  #stopped = false;

  /**
   * @param {object} core what is due, and who hears how it went: a core, or what stands before one
   * @param {() => { id: number, push: { body: string, authorization: string } } | undefined} core.nextWebhook
   * @param {() => number | undefined} core.nextDue
   * @param {(id: number, accepted: boolean) => unknown} core.reportAttempt waited for before the next is posted
   * @param {{ callbackUrl?: string, onPush?: Function }} receivers
   */
  constructor(core, { callbackUrl, onPush }) {
    this.#core = core;
    this.#address = callbackUrl ?? NOWHERE;
    if (callbackUrl !== undefined) this.#receivers.push((request) => fetch(request));
    if (onPush) this.#receivers.push((request) => onPush(request));
  }

  get hasReceivers() {
    return this.#receivers.length > 0;
  }

  /** Posts what is due, one message after the other, unless that is under way. */
  start() {
    if (!this.hasReceivers || this.#stopped || this.#running) return;
    this.#running = this.#run();
    // Who waits for it hears of a failure, and it stays: nothing is posted any more.
    this.#running.catch(() => {});
  }

  /** Waits until every message that is due was tried. */
  async settled() {
    this.start();
    await this.#running;
  }

  /** Posts no more. A message on its way is waited for, and what became of it told. */
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #run() {
    // What caused the messages is to be answered first.
    await undefined;
    clearTimeout(this.#timer);
    for (let message; !this.#stopped && (message = this.#core.nextWebhook()); ) {
      await this.#core.reportAttempt(message.id, await this.#post(message.push));
    }
    this.#running = undefined;
    if (!this.#stopped) this.#wait();
  }

  /** Comes back when the next message is due. */
  #wait() {
    const pause = this.#core.nextDue();
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

/** Whether messages can be posted there: `fetch` takes no address with a password in it. */
export function isAddress(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username + password === "";
}
