/** The platform, emulated in memory, behind a `fetch` of its own. */
import { notAnOption } from "../nearest-name.js";
import { checkFunction, createCore, routes as ownRoutes } from "./core.js";
import { isWebhookUrl, LONGEST_TIMER, WebhookSender } from "./webhook-sender.js";

/** No name server knows this host: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

const OPTIONS = ["seed", "now", "faults", "callbackUrl", "onPush", "routes"];

/** @param {import("./index.js").SandboxOptions} [options] */
export function createSandbox({ seed, now, faults = [], callbackUrl, onPush, routes = "all", ...others } = {}) {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new TypeError(notAnOption(unknown, "createSandbox", OPTIONS));
  if (routes !== "all" && routes !== "public") throw new TypeError('routes must be "all" or "public"');
  if (onPush !== undefined) checkFunction("onPush", onPush, "that responds to a Request");
  if (callbackUrl !== undefined && !isWebhookUrl(callbackUrl)) {
    throw new TypeError("callbackUrl must be an http or https URL without a password");
  }
  const core = createCore({ seed, now });
  core.methods.setFaults(faults);
  const webhooks = new WebhookSender(core, { callbackUrl, onPush });
  core.setPosting(webhooks.hasReceivers);
  /** Makes a function also send the push messages that it causes. */
  const posting =
    (run) =>
    (...args) => {
      const result = run(...args);
      webhooks.start();
      return result;
    };
  const receive = posting(core.receive);
  // `{ ...sandbox }` copies the options of a client, and no controls.
  const sandbox = {
    ...core.access(),
    baseUrl: BASE_URL,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method, url, headers, signal } = request;
      const body = method === "GET" ? undefined : await request.text();
      signal.throwIfAborted();
      return toResponse(receive({ method, url, headers: [...headers], body }), signal);
    },
    routes: routes === "public" ? {} : ownRoutes(),
    // Its keys open nothing but the sandbox.
    dangerouslyAllowBrowser: true,
  };
  return hide(sandbox, {
    pushes: core.pushes,
    settled: () => webhooks.settled(),
    requests: core.requests,
    ...Object.fromEntries(Object.entries(core.methods).map(([name, method]) => [name, posting(method)])),
    snapshot: core.snapshot,
    restore: posting((snapshot) => {
      core.restore(snapshot);
      Object.assign(sandbox, core.access());
    }),
  });
}

/** Adds members that are not listed among an object's own, but can be replaced. */
function hide(object, members) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(object, name, { value, writable: true, configurable: true });
  }
  return object;
}

/**
 * Responds as the core decided: late, or never. The request has taken effect by then.
 *
 * @typedef {object} Reply
 * @property {number} latency in milliseconds
 * @property {{ status: number, headers: Record<string, string>, body: string }} [answer] missing if the connection breaks
 *
 * @param {Reply} reply
 * @param {AbortSignal} signal of the caller
 * @param {() => Response | Promise<Response>} [breakConnection] by default fails like Node's own fetch
 * @returns {Promise<Response>}
 */
export async function toResponse({ latency, answer }, signal, breakConnection = failLikeFetch) {
  if (latency > 0) await sleep(latency, signal);
  return answer ? new Response(answer.body, { status: answer.status, headers: answer.headers }) : breakConnection();
}

/** @returns {never} */
function failLikeFetch() {
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
