/** The classes of failures. The core decides which; here they become errors that `instanceof` knows. */
import { member } from "./encode-params.js";

/** Marks the prototype of each class by its name, alike in every copy of the package. */
const BRAND = Symbol.for("pandapon.error");

export class PandaponError extends Error {
  /** @param {{ name: string, message: string, sent: boolean, cause?: unknown, [member: string]: unknown }} failure of the core */
  constructor({ message, cause, headers = {}, ...members }) {
    super(message, cause === undefined ? {} : { cause });
    // The name, too, not from new.target: bundlers rename classes.
    Object.assign(this, { endpoint: null, safety: null, attempts: 0 }, members);
    // Out of the way of those who print an error: they are many, and may hold cookies.
    Object.defineProperty(this, "headers", { value: headers });
  }

  /** What `JSON.stringify` writes: all but the headers and the stack. */
  toJSON() {
    const { name, message } = this;
    return Object.assign({ name, message }, this, { cause: summaryOf(this.cause) });
  }
}

/**
 * What `instanceof` asks: by the mark, since `import` and `require`, for example, load two copies of each class.
 *
 * @this {Function}
 */
function hasInstance(value) {
  const { prototype } = this;
  // A class that is derived elsewhere has no mark of its own.
  if (!Object.hasOwn(prototype, BRAND)) return Function.prototype[Symbol.hasInstance].call(this, value);
  const { read: brand } = member(value, BRAND);
  return typeof brand === "string" && ["PandaponError", brand].includes(prototype[BRAND]);
}

Object.defineProperty(PandaponError, Symbol.hasInstance, { value: hasInstance });

/** A cause in JSON: its name, message and code, if it is an error. */
function summaryOf(cause) {
  if (Object(cause) !== cause) return typeof cause === "bigint" || typeof cause === "symbol" ? String(cause) : cause;
  const texts = ["name", "message", "code"].map((name) => [name, member(cause, name).read]);
  return Object.fromEntries(texts.filter(([, text]) => typeof text === "string"));
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
  AbortError,
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

for (const [name, Class] of Object.entries({ PandaponError, .../** @type {any} */ (classes) })) {
  Object.defineProperties(Class.prototype, { [BRAND]: { value: name }, name: { value: name, writable: true } });
}

/**
 * Whether a call that failed so may have reached the platform: unless it is certain that nothing left.
 *
 * @param {any} error
 */
export function mayHaveArrived(error) {
  return !(error instanceof PandaponError && /** @type {any} */ (error).sent === false);
}

/** The error for a failure of the core, with what only JavaScript knows of it. */
export function errorOf(failure, more) {
  return new classes[failure.name]({ ...failure, ...more });
}

/**
 * Throws what is not a failure, but how a framework controls its flow. Next.js marks such errors by a `digest`: they make a page
 * dynamic, for example.
 */
export function rethrowControlFlow(error) {
  if (typeof member(error, "digest").read === "string") throw error;
}

const isText = (value) => typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const isNumber = (value) => typeof value === "number";

/** What the members of a proxy's failure are. */
const MEMBERS = {
  __proto__: null,
  message: isText,
  sent: (value) => typeof value === "boolean",
  kind: (value) => ["refusal", "authentication", "rateLimit", "gateway"].includes(value),
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
  if (!Class || Class === AbortError) return undefined;
  const known = Object.fromEntries(Object.entries(members).filter(([member, value]) => MEMBERS[member]?.(value, name)));
  const isWhole = ["message", "sent", ...(REQUIRED[name] ?? [])].every((member) => member in known);
  return isWhole ? new Class({ ...known, name }) : undefined;
}

/** Runs what calls into the core; a failure that it throws, as JSON text, becomes an error. */
export function rethrow(run, more) {
  try {
    return run();
  } catch (failure) {
    throw typeof failure === "string" ? errorOf(JSON.parse(failure), more) : failure;
  }
}

/** The core fails without an error of its own only where its wasm gets no more memory. */
export function outOfMemory(error, sent = false) {
  if (error instanceof PandaponError) return error;
  return new ConfigError({ name: "ConfigError", message: "there is not enough memory for the request", sent });
}

/** The error for an option that is missing or wrong. */
export function configError(message, cause) {
  return new ConfigError({ name: "ConfigError", message, sent: false, cause });
}
