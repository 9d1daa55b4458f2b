/** The classes of failures. The core decides which; here they become errors that `instanceof` knows. */

export class PandaponError extends Error {
  /** @param {{ name: string, message: string, sent: boolean, cause?: unknown, [member: string]: unknown }} failure of the core */
  constructor({ message, cause, ...members }) {
    super(message, cause === undefined ? {} : { cause });
    // The name, too, not from new.target: bundlers rename classes.
    Object.assign(this, members);
  }
}

export class ValidationError extends PandaponError {}
export class ApiError extends PandaponError {}
export class DecodeError extends PandaponError {}
export class ConnectionError extends PandaponError {}
export class TimeoutError extends PandaponError {}
export class RouteError extends PandaponError {}
export class ConfigError extends PandaponError {}
export class SignatureError extends PandaponError {}
export class ProxyError extends PandaponError {}
export class AbortError extends PandaponError {}

const classes = {
  __proto__: null,
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  ProxyError,
  RouteError,
  SignatureError,
  TimeoutError,
  ValidationError,
};

/**
 * Whether a call that failed so may have reached the platform: unless it is certain that nothing left.
 *
 * @param {any} error
 */
export function mayHaveArrived(error) {
  return !(error instanceof PandaponError && /** @type {any} */ (error).sent === false);
}

/** The error for a failure of the core. */
export function errorOf(failure) {
  return new classes[failure.name](failure);
}

/** The error for a failure of the core, which is JSON text. */
export function revive(text) {
  return errorOf(JSON.parse(text));
}

const isText = (value) => typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const isNumber = (value) => typeof value === "number";

/** What the members of a proxy's failure are. */
const MEMBERS = {
  __proto__: null,
  message: isText,
  sent: (value) => typeof value === "boolean",
  kind: (value) => value === "refusal" || value === "gateway",
  status: isNumber,
  // The proxy's own codes are text, the platform's are numbers.
  code: (value, name) => (name === "ProxyError" ? isText(value) : value === null || isNumber(value)),
  msg: isTextOrNull,
  requestId: isTextOrNull,
  developId: isTextOrNull,
  issues: (value) =>
    Array.isArray(value) && value.every((issue) => [issue?.path, issue?.code, issue?.message].every(isText)),
};

/** Those that a failure must have besides its message and `sent`. */
const REQUIRED = { ApiError: ["kind", "status"], ProxyError: ["status"], ValidationError: ["issues"] };

/** The error that a proxy answers, with its known members alone; nothing if it is not well-formed. */
export function errorFromProxy(failure) {
  const { name, ...members } = Object(failure);
  const Class = isText(name) && classes[name];
  if (!Class) return undefined;
  const known = Object.fromEntries(Object.entries(members).filter(([member, value]) => MEMBERS[member]?.(value, name)));
  const isWhole = ["message", "sent", ...(REQUIRED[name] ?? [])].every((member) => member in known);
  return isWhole ? new Class({ ...known, name }) : undefined;
}

/** Runs what calls into the core; a failure that it throws becomes an error. */
export function rethrow(run) {
  try {
    return run();
  } catch (failure) {
    throw typeof failure === "string" ? revive(failure) : failure;
  }
}

/** The core fails without an error of its own only where its wasm gets no more memory. */
export function outOfMemory(error, sent = false) {
  if (error instanceof PandaponError) return error;
  return new ConfigError({ name: "ConfigError", message: "there is not enough memory for the request", sent });
}

/** The error for an option that is missing or wrong. */
export function configError(message) {
  return new ConfigError({ name: "ConfigError", message, sent: false });
}
