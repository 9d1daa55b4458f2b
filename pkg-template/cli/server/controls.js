/** What only the world around can do to the sandbox: each is a path of the server and a method of the sandbox. */
import { Refused } from "./refused.js";

/**
 * @typedef {object} Change
 * @property {string[]} [takes] the members that must be given
 * @property {string[]} [may] those that may be
 * @property {string} [whole] instead of both, the member that the whole body is
 * @property {number} [refusal] the HTTP status if it is not possible; by default 409
 * @property {(machine: import("../../sandbox/machine.js").Machine, members: object) => unknown} run
 */

/** @type {Record<string, Change>} */
export const CHANGES = {
  advance: { takes: ["milliseconds"], run: (sandbox, { milliseconds }) => sandbox.advance(milliseconds) },
  ship: {
    takes: ["orderId"],
    may: ["items"],
    run: (sandbox, { orderId, items }) => sandbox.ship(orderId, { items: items && list("items", items) }),
  },
  changePrice: {
    takes: ["orderId"],
    may: ["goods", "freight"],
    run: (sandbox, { orderId, ...price }) => sandbox.changePrice(orderId, price),
  },
  closeOrder: { takes: ["orderId"], run: (sandbox, { orderId }) => sandbox.closeOrder(orderId) },
  setStock: { takes: ["skuId", "pieces"], run: (sandbox, { skuId, pieces }) => sandbox.setStock(skuId, pieces) },
  sellerAgrees: { takes: ["refundId"], run: (sandbox, { refundId }) => sandbox.sellerAgrees(refundId) },
  sellerRefuses: {
    takes: ["refundId", "reason"],
    run: (sandbox, { refundId, reason }) => sandbox.sellerRefuses(refundId, reason),
  },
  sellerReceives: { takes: ["refundId"], run: (sandbox, { refundId }) => sandbox.sellerReceives(refundId) },
  setFaults: { whole: "faults", refusal: 400, run: (sandbox, { faults }) => sandbox.setFaults(faults) },
  /** Changes nothing, and yet is no question: it answers with the whole state. */
  snapshot: { takes: [], run: (sandbox) => ({ snapshot: sandbox.snapshot() }) },
  restore: { takes: ["snapshot"], run: (sandbox, { snapshot }) => sandbox.restore(snapshot) },
  /** A change: each push message is given once. */
  pushes: { takes: [], run: (sandbox) => sandbox.pushes() },
};

/**
 * Runs a change.
 *
 * @returns {unknown} what to answer
 * @throws {Refused} if it is not possible
 */
export function change(sandbox, { name, members }) {
  const { run, refusal = 409 } = CHANGES[name];
  try {
    return run(sandbox, members) ?? {};
  } catch (error) {
    // A trap of the wasm is a mistake in it, and leaves nothing to go on with.
    if (error instanceof WebAssembly.RuntimeError || error instanceof Refused) throw error;
    throw new Refused(error instanceof TypeError ? 400 : refusal, error.message);
  }
}

function list(name, value) {
  if (Array.isArray(value)) return value;
  throw new Refused(400, `${name} must be an array`);
}
