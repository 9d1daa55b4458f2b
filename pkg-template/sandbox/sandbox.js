/** The vendor, emulated in memory, behind a `fetch` of its own. */
import { arrive } from "./arrival.js";
import { Courier, isAddress } from "./courier.js";
import { checkFunction, createMachine, routes } from "./machine.js";

/** No name server knows this address: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

export function createSandbox({ seed, now, faults = [], callbackUrl, onPush } = {}) {
  if (onPush !== undefined) checkFunction("onPush", onPush, "that answers a Request");
  if (callbackUrl !== undefined && !isAddress(callbackUrl)) {
    throw new TypeError("callbackUrl must be an address with http or https, and without a password");
  }
  const machine = createMachine({ seed, now });
  machine.setFaults(faults);
  const courier = new Courier(machine, { callbackUrl, onPush });
  machine.post(courier.hasReceivers);
  /** The same, and the messages that it causes go out. */
  const posting = (act) => (...args) => {
    const result = act(...args);
    courier.start();
    return result;
  };
  const receive = posting(machine.receive);
  const sandbox = {
    ...machine.access(),
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
    pushes: machine.pushes,
    settled: () => courier.settled(),
    requests: machine.requests,
    setFaults: machine.setFaults,
    advance: posting(machine.advance),
    ship: posting(machine.ship),
    changePrice: posting(machine.changePrice),
    closeOrder: posting(machine.closeOrder),
    setStock: posting(machine.setStock),
    sellerAgrees: posting(machine.sellerAgrees),
    sellerRefuses: posting(machine.sellerRefuses),
    sellerReceives: posting(machine.sellerReceives),
    snapshot: machine.snapshot,
    restore: posting((snapshot) => {
      machine.restore(snapshot);
      Object.assign(sandbox, machine.access());
    }),
  };
  return sandbox;
}
