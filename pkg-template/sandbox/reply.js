/** How an answer arrives: late, or not at all. What the sandbox did is done by then. */
import { LONGEST_TIMER } from "./timers.js";

/**
 * @typedef {object} Reply what the core decided
 * @property {number} latency by how many milliseconds it comes late
 * @property {{ status: number, headers: Record<string, string>, body: string }} [answer] none, if the connection breaks
 *
 * @param {Reply} reply
 * @param {AbortSignal} signal of who waits for it
 * @param {() => unknown} [breakOff] breaks the connection; by default fails as Node's own fetch does
 */
export async function arrive({ latency, answer }, signal, breakOff = failAsFetch) {
  if (latency > 0) await sleep(latency, signal);
  return answer ? new Response(answer.body, { status: answer.status, headers: answer.headers }) : breakOff();
}

function failAsFetch() {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
}

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
