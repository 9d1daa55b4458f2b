/** The vendor, emulated in memory, behind a `fetch` of its own. */
import { checkFunction, controls, createCore, routes } from "./core.js";
import { arrive } from "./reply.js";
import { isAddress, WebhookSender } from "./webhook-sender.js";

/** No name server knows this address: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

export function createSandbox({ seed, now, faults = [], callbackUrl, onPush } = {}) {
  if (onPush !== undefined) checkFunction("onPush", onPush, "that answers a Request");
  if (callbackUrl !== undefined && !isAddress(callbackUrl)) {
    throw new TypeError("callbackUrl must be an address with http or https, and without a password");
  }
  const core = createCore({ seed, now });
  core.setFaults(faults);
  const webhooks = new WebhookSender(core, { callbackUrl, onPush });
  core.setPosting(webhooks.hasReceivers);
  /** The same, and the messages that it causes go out. */
  const posting =
    (act) =>
    (...args) => {
      const result = act(...args);
      webhooks.start();
      return result;
    };
  const receive = posting(core.receive);
  const sandbox = {
    ...core.access(),
    baseUrl: BASE_URL,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method, url, headers, signal } = request;
      const body = method === "GET" ? undefined : await request.text();
      signal.throwIfAborted();
      return arrive(receive({ method, url, headers: [...headers], body }), signal);
    },
    routes: routes(),
    // What it hands out opens nothing but itself.
    dangerouslyAllowBrowser: true,
    pushes: core.pushes,
    settled: () => webhooks.settled(),
    requests: core.requests,
    ...Object.fromEntries(controls().map(({ name }) => [name, posting(core[name])])),
    snapshot: core.snapshot,
    restore: posting((snapshot) => {
      core.restore(snapshot);
      Object.assign(sandbox, core.access());
    }),
  };
  return sandbox;
}
