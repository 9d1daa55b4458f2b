/** The classes of failures. The core decides which; here they become errors that `instanceof` knows. */

export class PandaponError extends Error {
  constructor({ name, message, sent }) {
    super(message);
    // Not new.target.name: bundlers rename classes.
    this.name = name;
    this.sent = sent;
  }
}

export class ValidationError extends PandaponError {
  constructor(failure) {
    super(failure);
    this.issues = failure.issues;
  }
}

export class ApiError extends PandaponError {
  constructor(failure) {
    super(failure);
    const { code, msg, requestId, developId, status } = failure.answer;
    Object.assign(this, { code, msg, requestId, developId, status });
  }
}

export class DecodeError extends PandaponError {
  constructor(failure) {
    super(failure);
    const { requestId, status } = failure.answer;
    Object.assign(this, { requestId, status });
  }
}

export class ConnectionError extends PandaponError {}
export class TimeoutError extends PandaponError {}
export class RouteError extends PandaponError {}
export class ConfigError extends PandaponError {}
export class SignatureError extends PandaponError {}

const classes = {
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  RouteError,
  SignatureError,
  TimeoutError,
  ValidationError,
};

/** The error for a failure of the core, which is a plain object. */
export function revive(failure) {
  return new classes[failure.name](failure);
}

/** Runs what calls into the core; a failure that it throws becomes an error. */
export function rethrow(run) {
  try {
    return run();
  } catch (failure) {
    throw Object.hasOwn(classes, failure?.name) && !(failure instanceof Error) ? revive(failure) : failure;
  }
}
