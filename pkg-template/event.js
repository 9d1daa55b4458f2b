/** Push messages: verified, read, and made to test the program that receives them. */

import { attempt, read, readOptions, viewOf } from "./encode-params.js";
import { fillFromEnvironment } from "./environment.js";
import { configError, errorOf, rethrow } from "./errors.js";
import { check, pick } from "./validate-options.js";
import { readEvent, signEvent, verifyEvent } from "./wasm/pandapon_bg.js";

const OF_AN_ENVELOPE = ["type", "messageType", "messageBody", "messagePlatform", "timestamp"];

/** Largest `maxValues`: what 31 bits hold. */
const MAX_VALUES = 2 ** 31 - 1;

export function constructEvent(body, authorization, options) {
  const bytes = bytesOf(body);
  signatures(options).verify(bytes, authorization);
  return parseEvent(bytes, options);
}

export function parseEvent(body, options) {
  const bytes = bytesOf(body);
  const { envelope, failure, subject, time, isFresh, ...known } = JSON.parse(
    readEvent(bytes, maxValuesOf(options), 0, Infinity),
  );
  if (failure) throw errorOf(failure);
  return eventOf(envelope, known);
}

/** Returns the event of an envelope, whose members may have the names of those that only this package adds. */
export function eventOf({ rawBody, reason, failure, isFresh, ...envelope }, known) {
  return { ...envelope, ...known };
}

/** Returns the option `maxValues`; 0 means the core's default. */
export function maxValuesOf(options) {
  const { maxValues } = pick(options, ["maxValues"]);
  if (maxValues === undefined || maxValues === null) return 0;
  if (Number.isInteger(maxValues) && maxValues > 0 && maxValues <= MAX_VALUES) return maxValues;
  throw configError(`maxValues must be a whole number from 1 to ${MAX_VALUES}`);
}

export function generateTestCallback(event, options) {
  const { type, messageType = type, timestamp = String(Date.now()), ...others } = pick(event, OF_AN_ENVELOPE);
  const { text, issues } = read({ messageType, ...others, timestamp });
  if (issues.length > 0) throw configError(`the event cannot be sent: ${issues[0].path} ${issues[0].says}`);
  const authorization = signatures(options).sign(bytesOf(text));
  return { body: text, headers: { "content-type": "application/json", authorization } };
}

/** Returns functions that sign and verify push messages with these `{ accessKey, accessSecret, base }`. */
export function signatures(options) {
  const { base, ...keys } = pick(options, ["accessKey", "accessSecret", "base"]);
  check("base", base, ["function"], "a function");
  fillFromEnvironment(keys, ["accessKey", "accessSecret"]);
  const text = readOptions(keys, ["accessKey", "accessSecret"]);
  // The bytes that are signed: by the platform's rule, which the core knows, or by the user's own.
  const signed = (body) => (base ? bytesOf(base(keys.accessKey, body), "what base returns") : body);
  return {
    sign: (body) => rethrow(() => signEvent(text, signed(body), !base)),
    verify(body, authorization) {
      const header = typeof authorization === "string" ? authorization : "";
      rethrow(() => verifyEvent(text, signed(body), !base, header));
    },
  };
}

function bytesOf(body, name = "the body of a push message, as it came, before JSON.parse,") {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : viewOf(body);
  if (bytes) return bytes;
  // It may be the promise of an async `base`.
  attempt(() => body);
  throw configError(`${name} must be a string, a Uint8Array or an ArrayBuffer`);
}
