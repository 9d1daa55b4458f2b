/** The state machine behind the sandbox: it decides at once, waits for nothing, and posts nothing. */
import { SandboxCore } from "./wasm/sandbox_bg.js";

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
    receive: ({ method, url, headers, body }) => core.receive(method, url, headers, body, now()),
    pushes: () => core.pushes(),
    requests: () => core.requests(),
    setFaults: (faults) => core.setFaults(JSON.stringify(faults)),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => core.restore(String(snapshot)),

    // What the world outside does. Messages may be due afterwards.
    advance: (milliseconds) => core.advance(wholeNumber("milliseconds", milliseconds), now()),
    ship: (orderId, { items } = {}) => core.ship(String(orderId), items?.map(String), now()),
    changePrice: (orderId, { goods, freight }) =>
      core.changePrice(String(orderId), fen("goods", goods), fen("freight", freight), now()),
    closeOrder: (orderId) => core.closeOrder(String(orderId), now()),
    setStock: (skuId, pieces) => core.setStock(String(skuId), wholeNumber("pieces", pieces), now()),
    sellerAgrees: (refundId) => core.sellerAgrees(String(refundId), now()),
    sellerRefuses: (refundId, reason) => core.sellerRefuses(String(refundId), String(reason), now()),
    sellerReceives: (refundId) => core.sellerReceives(String(refundId), now()),

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
