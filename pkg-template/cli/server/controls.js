/** The paths of the sandbox's own: controls, which change it, and queries for tests. */
// Loads the wasm.
import "../../sandbox/index.js";
import { controls, routes } from "../../sandbox/core.js";
import { parseJson } from "../read-input.js";
import { HttpError } from "./errors.js";

const PREFIX = "/sandbox/control/";

/** How much of a request an error repeats. */
const MAX_NAMES = 5;
const MAX_NAME_LENGTH = 50;

/**
 * Read by GET. They change nothing: a page can make any browser send a GET request.
 *
 * @type {Record<string, (log: import("./event-log.js").EventLog) => unknown>}
 */
const QUERIES = {
  requests: (log) => log.core.requests(),
  routes,
  settled: (log) => log.settled().then(() => ({})),
};

/**
 * @typedef {object} Control
 * @property {string[]} required names of the params that must be there
 * @property {string[]} [optional] names of the params that may be there
 * @property {string} [bodyParam] the param that the whole body is, instead of both
 * @property {number} [errorStatus] the HTTP status if it fails; by default 409
 * @property {(core: import("../../sandbox/core.js").Core, params: any) => unknown} run
 */

/**
 * @param {import("../../sandbox/core.js").Control} declaration
 * @returns {Control}
 */
function fromDeclaration(declaration) {
  const { params, errorStatus } = declaration;
  const names = (required) => params.filter((param) => param.required === required).map((param) => param.name);
  const bodyParam = params.find((param) => param.kind === "body")?.name;
  const run = (core, values) => core.invoke(declaration, values);
  return { required: names(true), optional: names(false), bodyParam, errorStatus, run };
}

/** @type {Record<string, Control>} */
export const CONTROLS = {
  ...Object.fromEntries(controls().map((declaration) => [declaration.name, fromDeclaration(declaration)])),
  /** Changes nothing, but is not a query: it reveals the whole state. */
  snapshot: { required: [], run: (core) => ({ snapshot: core.snapshot() }) },
  restore: { required: ["snapshot"], run: (core, { snapshot }) => core.restore(snapshot) },
  /** Changes the sandbox: each push message is returned once. */
  pushes: { required: [], run: (core) => core.pushes() },
};

/** @param {string} path without a query */
export function isControlPath(path) {
  return path.startsWith(PREFIX);
}

/**
 * Runs the control or query of a path.
 *
 * @param {string} method
 * @param {string} path
 * @param {string | undefined} body JSON text
 * @param {import("./event-log.js").EventLog} log
 * @returns {Promise<unknown>} the response, as a JSON value
 */
export async function runControl(method, path, body, log) {
  const name = path.slice(PREFIX.length);
  if (Object.hasOwn(QUERIES, name)) {
    // HEAD is GET without the body of the response.
    if (!["GET", "HEAD"].includes(method)) throw new HttpError(405, `Use GET for ${name}.`, { allow: "GET" });
    return QUERIES[name](log);
  }
  if (!Object.hasOwn(CONTROLS, name)) {
    const names = [...Object.keys(CONTROLS), ...Object.keys(QUERIES)].join(", ");
    throw new HttpError(404, `unknown control, expected one of ${names}`);
  }
  if (method !== "POST") throw new HttpError(405, `Use POST for ${name}.`, { allow: "POST" });
  return log.perform({ control: { name, params: parseParams(body, CONTROLS[name]) } });
}

/**
 * Applies a control to the sandbox.
 *
 * @param {import("../../sandbox/core.js").Core} core
 * @param {{ name: string, params: object }} control
 * @returns {unknown} the response, as a JSON value
 * @throws {HttpError} if it is not possible
 */
export function applyControl(core, { name, params }) {
  const { run, errorStatus = 409 } = CONTROLS[name];
  try {
    return run(core, params) ?? {};
  } catch (error) {
    // A trap of the wasm is a bug, after which the sandbox cannot continue.
    if (error instanceof WebAssembly.RuntimeError || error instanceof HttpError) throw error;
    throw new HttpError(error instanceof TypeError ? 400 : errorStatus, error.message);
  }
}

/**
 * @param {string | undefined} body
 * @param {Control} control
 */
function parseParams(body, { required, optional = [], bodyParam }) {
  const value = parseBody(body || "{}");
  if (bodyParam) return { [bodyParam]: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HttpError(400, "the body must be a JSON object");
  }
  const names = [...required, ...optional];
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const shown = unknown
      .slice(0, MAX_NAMES)
      .map((name) => name.slice(0, MAX_NAME_LENGTH))
      .join(", ");
    const expected = names.length > 0 ? `one of ${names.join(", ")}` : "none";
    throw new HttpError(400, `unknown field ${shown}, expected ${expected}`);
  }
  const missing = required.filter((name) => value[name] === undefined);
  if (missing.length > 0) throw new HttpError(400, `missing field ${missing.join(", ")}`);
  return value;
}

function parseBody(body) {
  try {
    return parseJson(Buffer.from(body));
  } catch (error) {
    throw new HttpError(400, `the body is ${error.message}`);
  }
}
