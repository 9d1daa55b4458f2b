/** The state machine behind the sandbox: it decides at once, waits for nothing, and posts nothing. */
import { SandboxCore } from "./wasm/sandbox_bg.js";

/** Longer texts do not go into the wasm, whose memory has an end. The core has bounds of its own, and says them. */
const LONGEST = 33_554_433;
const LONGEST_SNAPSHOT = 134_217_728;
const LONGEST_REASON = 10_000;
const LONGEST_ID = 1000;
const LONGEST_LIST = 10_000;

/**
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
  const invoke = ({ name, params }, values) => {
    const present = params.filter((param) => param.required || values[param.name] !== undefined);
    const encoded = present.map((param) => [param.name, ENCODE[param.kind](param.name, values[param.name])]);
    core.control(name, JSON.stringify(Object.fromEntries(encoded)), now());
  };
  return {
    access: () => core.access(),
    /** @returns {import("./reply.js").Reply} */
    receive: ({ method, url, headers, body }) =>
      // What is longer is refused, whatever follows, and would only fill the memory of the wasm.
      core.receive(method, url.slice(0, LONGEST), headers, body?.slice(0, LONGEST), now()),
    pushes: () => core.pushes(),
    requests: () => core.requests(),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => core.restore(bounded("snapshot", snapshot, LONGEST_SNAPSHOT)),

    ...Object.fromEntries(
      controls().map((control) => [control.name, (...args) => invoke(control, named(control, args))]),
    ),
    /** Calls a control with its params by name. Messages may be due afterwards. */
    invoke: (name, params) =>
      invoke(
        controls().find((control) => control.name === name),
        params,
      ),

    /** Whether messages are posted from now on. Those that nobody posts are forgotten, but for `pushes`. */
    setPosting: (posting) => core.setPosting(posting),
    /** The message to post now, if one is due: `{ id, push: { body, authorization } }`. `reportAttempt` must be told how it went. */
    nextWebhook: () => core.nextWebhook(now()),
    /** In how many milliseconds the next one is due. */
    nextDue: () => core.nextDue(now()),
    /** Whether the receiver accepted a message. One that it did not is due again, if it did not come too often. */
    reportAttempt: (id, accepted) => core.reportAttempt(id, accepted, now()),
  };
}

let declarations;

/**
 * The declarations of the controls.
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

/** Params by name: the required ones are positional, and an object after them holds the others. */
function named({ params }, args) {
  const required = params.filter((param) => param.required);
  const values = Object.fromEntries(required.map(({ name }, index) => [name, args[index]]));
  return { ...args[required.length], ...values };
}

/** How a value of each kind goes to the core. */
const ENCODE = {
  id,
  ids: (name, values) => {
    if (!Array.isArray(values)) throw new TypeError(`${name} must be an array`);
    const ids = [];
    // Item by item: a hole is refused where it is met, and an array may have four billion of them.
    for (const value of values) ids.push(id(name, value));
    return ids;
  },
  integer: wholeNumber,
  text: (name, value) => bounded(name, value, LONGEST_REASON),
  body: (name, value) => {
    if (value?.length > LONGEST_LIST) throw new TypeError(`${name} must be a list of at most ${LONGEST_LIST} items`);
    return jsonOf(value);
  },
};

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
