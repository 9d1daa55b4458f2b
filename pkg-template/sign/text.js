/** Checks of what a caller hands in. A message names the field, never its value: that may be the secret. */

/** The text itself, if it can be signed. */
export function requireText(name, value) {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, not ${kind(value)}`);
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`${name} has half a surrogate pair, which has no UTF-8 form`);
  return value;
}

/** As `requireText`, and not empty: a key that was never set must not pass for a key. */
export function requireKey(name, value) {
  if (value === "") throw new TypeError(`${name} must not be empty`);
  return requireText(name, value);
}

/** The text of an id or a time, digit for digit: a string as it stands, a bigint or safe integer written out. */
export function requireDigits(name, value) {
  if (typeof value === "number" && !(Number.isSafeInteger(value) && value >= 0)) {
    throw new TypeError(`${name} must be a string, bigint or safe integer: a number beyond 2^53 - 1 has lost digits`);
  }
  return requireKey(name, typeof value === "number" || typeof value === "bigint" ? String(value) : value);
}

/** The text itself, if a header carries it unchanged. */
export function requireHeader(name, value) {
  if (/[^!-~]/.test(value)) throw new TypeError(`${name} goes into a header: it must be visible ASCII characters`);
  return value;
}

/** What stands there instead, for a message. */
export function kind(value) {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}
