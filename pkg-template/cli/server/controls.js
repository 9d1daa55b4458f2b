/** What only the world outside can do to the sandbox: each is a path of the server. */
// Puts the wasm in its place.
import "../../sandbox/index.js";
import { controls } from "../../sandbox/core.js";
import { Refused } from "./refused.js";

/**
 * @typedef {object} Change
 * @property {string[]} [takes] the members that must be given
 * @property {string[]} [may] those that may be
 * @property {string} [whole] instead of both, the member that the whole body is
 * @property {number} [refusal] the HTTP status if it is not possible; by default 409
 * @property {(core: import("../../sandbox/core.js").Core, members: object) => unknown} run
 */

/** A control, as its declaration has it. */
function declared({ name, params, errorStatus }) {
  const names = (required) => params.filter((param) => param.required === required).map((param) => param.name);
  const whole = params.find((param) => param.kind === "body")?.name;
  const run = (core, members) => core.invoke(name, members);
  return { takes: names(true), may: names(false), whole, refusal: errorStatus, run };
}

/** @type {Record<string, Change>} */
export const CHANGES = {
  ...Object.fromEntries(controls().map((control) => [control.name, declared(control)])),
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
