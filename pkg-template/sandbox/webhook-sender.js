/** Posts push messages like the platform. The core decides when a message is due and whether it is posted again. */

/** In milliseconds: a timer set to more fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** How long a receiver may take to accept a message, in milliseconds. */
const TIMEOUT = 1000;
/** The URL of messages that only `onPush` receives. */
const NO_URL = "https://receiver.sandbox.invalid/";

export class WebhookSender {
  #core;
  #url;
  #receivers = [];
  #running;
  #timer;
  #stopped = false;

  /**
   * @param {object} core a core, or what wraps one
   * @param {() => { id: number, push: { body: string, authorization: string } } | undefined} core.nextWebhook
   * @param {() => number | undefined} core.nextDue
   * @param {(id: number, accepted: boolean) => unknown} core.reportAttempt awaited before the next message is posted
   * @param {{ callbackUrl?: string, onPush?: Function }} receivers
   */
  constructor(core, { callbackUrl, onPush }) {
    this.#core = core;
    this.#url = callbackUrl ?? NO_URL;
    if (callbackUrl !== undefined) this.#receivers.push((request) => fetch(request));
    if (onPush) this.#receivers.push((request) => onPush(request));
  }

  get hasReceivers() {
    return this.#receivers.length > 0;
  }

  /** Posts the messages that are due, one after the other, unless it is doing so already. */
  start() {
    if (!this.hasReceivers || this.#stopped || this.#running) return;
    this.#running = this.#run();
    // `settled` reports a failure, and the promise stays: nothing is posted any more.
    this.#running.catch(() => {});
  }

  /** Waits until every message that is due was posted once. */
  async settled() {
    this.start();
    await this.#running;
  }

  /** Stops posting, after the outcome of a message on its way is reported. */
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #run() {
    // The request that caused the messages gets its response first.
    await undefined;
    clearTimeout(this.#timer);
    for (let message; !this.#stopped && (message = this.#core.nextWebhook()); ) {
      await this.#core.reportAttempt(message.id, await this.#post(message.push));
    }
    this.#running = undefined;
    if (!this.#stopped) this.#wait();
  }

  /** Starts again when the next message is due. */
  #wait() {
    const pause = this.#core.nextDue();
    if (pause === undefined) return;
    this.#timer = setTimeout(() => this.start(), Math.min(pause, LONGEST_TIMER));
    // A message that may be posted again keeps no program alive.
    this.#timer.unref?.();
  }

  /** Returns whether all receivers accept a message in time. */
  async #post({ body, authorization }) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT);
    const headers = { authorization, "content-type": "application/json" };
    /** @type {RequestInit} */
    const init = { method: "POST", headers, body, redirect: "manual", signal: controller.signal };
    try {
      const requests = this.#receivers.map((receive) => isAccepted(receive, new Request(this.#url, init)));
      return (await Promise.all(requests)).every(Boolean);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Returns whether a receiver responds 200 before the request is aborted. */
async function isAccepted(receive, request) {
  const aborted = new Promise((_, reject) => request.signal.addEventListener("abort", reject));
  try {
    const response = await Promise.race([receive(request), aborted]);
    // Read to its end, so that the connection can be used again.
    response?.arrayBuffer?.().catch(() => {});
    return (response?.status ?? response) === 200;
  } catch {
    return false;
  }
}

/** Returns whether messages can be posted to a URL: `fetch` takes none with a password. */
export function isWebhookUrl(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username + password === "";
}
