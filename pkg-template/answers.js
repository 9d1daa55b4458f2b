/** Reading answers: what a program needs of one, what its type does not declare, and words that no type lists. */
import { DecodeError } from "./errors.js";

/** The endpoints of answers and of the records of pages. */
const endpoints = new WeakMap();

/** Remembers where data came from, for the error of `need`. Returns the data. */
export function rememberEndpoint(data, endpoint) {
  if (Object(data) === data) endpoints.set(data, endpoint);
  return data;
}

/**
 * @param {any} value
 * @param {(string | number)[]} path
 */
export function need(value, ...path) {
  const member = path.reduce((part, step) => part?.[step], value);
  if (member !== undefined && member !== null) return member;
  const endpoint = endpoints.get(value) ?? null;
  const place = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const missing = place.replace(/^\./, "");
  const message = `${endpoint ? `${endpoint}: ` : ""}${missing} is missing, and this program needs it`;
  throw new DecodeError({ name: "DecodeError", message, sent: true, endpoint, path: missing });
}

/** @param {unknown} value */
export function undeclared(value) {
  return Object(value);
}

/** @param {string} word */
export function unlisted(word) {
  return word;
}
