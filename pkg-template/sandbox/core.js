/** The state machine of the sandbox in wasm: it decides synchronously, without timers and without I/O. */
import { createWasmInstance } from "../loading/wasm-instance.js";
import * as glue from "./wasm/sandbox_bg.js";

const { SandboxCore } = glue;

/** The wasm of `pandapon/sandbox`, however the runtime loads it. */
export const wasm = createWasmInstance("pandapon/sandbox", glue, "./sandbox_bg.js");

/** Bounds, in characters and items, of what is copied into the limited memory of the wasm. The core has its own. */
const MAX_TEXT = 33_554_433;
const MAX_SNAPSHOT = 134_217_728;
const MAX_REASON = 10_000;
const MAX_ID = 1000;
const MAX_LIST = 10_000;

/**
 * Creates a sandbox.
 *
 * @typedef {ReturnType<typeof createCore>} Core
 *
 * @param {object} options
 * @param {number} [options.seed]
 * @param {() => number} [options.now] the time, in milliseconds since 1970
 */
export function createCore({ seed = 1, now = Date.now } = {}) {
  wholeNumber("seed", seed);
  checkFunction("now", now, "that returns milliseconds since 1970");
  const core = new SandboxCore(seed);
  const invoke = (/** @type {Control} */ { name, params }, /** @type {Record<string, unknown>} */ values) => {
    const present = params.filter((param) => param.required || values[param.name] !== undefined);
    const encoded = present.map((param) => [param.name, ENCODE[param.kind](param.name, values[param.name])]);
    core.control(name, JSON.stringify(Object.fromEntries(encoded)), now());
  };
  /** @type {Record<string, (...args: any[]) => void>} */
  const methods = Object.fromEntries(
    controls().map((control) => [control.name, (...args) => invoke(control, named(control, args))]),
  );
  return {
    access: () => core.access(),
    /** @returns {import("./sandbox.js").Reply} */
    receive: ({ method, url, headers, body }) =>
      // A longer text is refused anyway, and would fill the memory of the wasm.
      core.receive(method, url.slice(0, MAX_TEXT), headers, body?.slice(0, MAX_TEXT), now()),
    pushes: () => core.pushes(),
    requests: () => core.requests(),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => core.restore(bounded("snapshot", snapshot, MAX_SNAPSHOT)),

    /** Runs a control with its params as the declarations of the package have them. Push messages may be due afterwards. */
    methods,
    /** Runs a control with its params by name. */
    invoke,

    /** Sets whether push messages are posted from now on. Those that are not stay in `pushes` alone. */
    setPosting: (posting) => core.setPosting(posting),
    /** Returns the message to post now, if one is due: `{ id, push: { body, authorization } }`. Report it to `reportAttempt`. */
    nextWebhook: () => core.nextWebhook(now()),
    /** Returns in how many milliseconds the next one is due. */
    nextDue: () => core.nextDue(now()),
    /** Reports whether the receiver accepted a message. If not, it is due again, up to a number of attempts. */
    reportAttempt: (id, accepted) => core.reportAttempt(id, accepted, now()),
  };
}

let declarations;

/**
 * Returns the declarations of the controls.
 *
 * @typedef {object} Control
 * @property {string} name
 * @property {{ name: string, kind: "id" | "ids" | "integer" | "text" | "body", required: boolean }[]} params
 * @property {string} example a body over HTTP
 * @property {string} description what the example does
 * @property {number} errorStatus the HTTP status if the control is not possible
 *
 * @returns {Control[]}
 */
export function controls() {
  return (declarations ??= SandboxCore.controls());
}

/** Returns the params by name: the required ones are positional, and an object after them holds the others. */
function named({ params }, args) {
  const required = params.filter((param) => param.required);
  const values = Object.fromEntries(required.map(({ name }, index) => [name, args[index]]));
  return { ...args[required.length], ...values };
}

/** Encodes a value of each kind for the core. */
const ENCODE = {
  id,
  ids: (name, values) => {
    if (!Array.isArray(values)) throw new TypeError(`${name} must be an array`);
    const ids = [];
    // One by one: a hole is refused at once, and an array may have four billion of them.
    for (const value of values) ids.push(id(name, value));
    return ids;
  },
  integer: wholeNumber,
  text: (name, value) => bounded(name, value, MAX_REASON),
  body: (name, value) => {
    if (value?.length > MAX_LIST) throw new TypeError(`${name} must be a list of at most ${MAX_LIST} items`);
    return jsonOf(value);
  },
};

/** Returns the sandbox's own routes of endpoints whose path is not public. */
export function routes() {
  return Object.fromEntries(SandboxCore.routes());
}

function bounded(name, value, longest) {
  const text = String(value);
  if (text.length > longest) throw new TypeError(`${name} is longer than ${longest} characters, the maximum`);
  return text;
}

function id(name, value) {
  return bounded(name, value, MAX_ID);
}

/** Refuses what nests deeper than the engine's stack, which is not a list of faults. */
function jsonOf(faults) {
  try {
    return bounded("faults", JSON.stringify(faults), MAX_TEXT);
  } catch (error) {
    if (error instanceof RangeError) throw new TypeError("faults: nested too deeply");
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
