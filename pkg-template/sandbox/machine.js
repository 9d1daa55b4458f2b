/** The state machine behind the sandbox: it decides at once, waits for nothing, and posts nothing. */
import { SandboxCore } from "./wasm/sandbox_bg.js";

/** Longer texts do not go into the wasm, whose memory has an end. The core has bounds of its own, and says them. */
const LONGEST = 33_554_433;
const LONGEST_SNAPSHOT = 134_217_728;
const LONGEST_REASON = 10_000;
const LONGEST_ID = 1000;

/**
 * @typedef {ReturnType<typeof createMachine>} Machine
 *
 * @param {object} options
 * @param {number} [options.seed]
 * @param {() => number} [options.now] the time, in milliseconds since 1970
 */
export function createMachine({ seed = 1, now = Date.now } = {}) {
  wholeNumber("seed", seed);
  checkFunction("now", now, "that returns milliseconds since 1970");
  const core = new SandboxCore(seed);
  return {
    access: () => core.access(),
    /** @returns {import("./arrival.js").Reply} */
    receive: ({ method, url, headers, body }) =>
      // What is longer is refused, whatever follows, and would only fill the memory of the wasm.
      core.receive(method, url.slice(0, LONGEST), headers, body?.slice(0, LONGEST), now()),
    pushes: () => core.pushes(),
    requests: () => core.requests(),
    setFaults: (faults) => core.setFaults(jsonOf(faults)),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => core.restore(bounded("snapshot", snapshot, LONGEST_SNAPSHOT)),

    // What the world outside does. Messages may be due afterwards.
    advance: (milliseconds) => core.advance(wholeNumber("milliseconds", milliseconds), now()),
    ship: (orderId, { items } = {}) =>
      core.ship(id("orderId", orderId), items?.map((item) => id("items", item)), now()),
    changePrice: (orderId, { goods, freight }) =>
      core.changePrice(id("orderId", orderId), fen("goods", goods), fen("freight", freight), now()),
    closeOrder: (orderId) => core.closeOrder(id("orderId", orderId), now()),
    setStock: (skuId, pieces) => core.setStock(id("skuId", skuId), wholeNumber("pieces", pieces), now()),
    sellerAgrees: (refundId) => core.sellerAgrees(id("refundId", refundId), now()),
    sellerRefuses: (refundId, reason) =>
      core.sellerRefuses(id("refundId", refundId), bounded("reason", reason, LONGEST_REASON), now()),
    sellerReceives: (refundId) => core.sellerReceives(id("refundId", refundId), now()),

    /** Whether messages are posted from now on. Those that nobody posts are forgotten, but for `pushes`. */
    post: (posting) => core.post(posting),
    /** The message to post now, if one is due: `{ id, push: { body, authorization } }`. `tried` must hear of it. */
    nextDelivery: () => core.nextDelivery(now()),
    /** In how many milliseconds the next one is due. */
    nextDue: () => core.nextDue(now()),
    /** Whether the receiver accepted a message. One that it did not is due again, if it did not come too often. */
    tried: (id, accepted) => core.tried(id, accepted, now()),
  };
}

/** Its own paths of endpoints whose path is not public. */
export function routes() {
  return Object.fromEntries(SandboxCore.routes());
}

function bounded(name, value, longest) {
  const text = String(value);
  if (text.length > longest) throw new TypeError(`${name} is longer than ${longest} characters, the maximum`);
  return text;
}

function id(name, value) {
  return bounded(name, value, LONGEST_ID);
}

/** Deeper than the engine's stack it cannot be written, and it was never a list of faults. */
function jsonOf(faults) {
  try {
    return bounded("faults", JSON.stringify(faults), LONGEST);
  } catch (error) {
    if (error instanceof RangeError) throw new TypeError("faults: they nest too deeply");
    throw error;
  }
}

function wholeNumber(name, value) {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} must be a whole number from 0 on`);
}

export function checkFunction(name, value, which) {
  if (typeof value !== "function") throw new TypeError(`${name} must be a function ${which}`);
}

function fen(name, value) {
  return value === undefined ? undefined : wholeNumber(name, value);
}
