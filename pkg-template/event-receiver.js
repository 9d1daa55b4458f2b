/** Receives push messages: verifies the requests of the platform, and reads their bodies. */

import { attempt } from "./encode-params.js";
import { configError, SignatureError } from "./errors.js";
import { eventOf, maxValuesOf, signatures } from "./event.js";
import { bodyReader, dropBody } from "./raw-body.js";
import { throttledWarnings } from "./throttle.js";
import { check, pick } from "./validate-options.js";
import { readEvent } from "./wasm/pandapon_bg.js";

const HOUR = 3_600_000;

/** Bytes that are read of a request without a signature: enough for what the vendor's console posts to verify an address. */
const MAX_UNSIGNED_BYTES = 4096;

/** Timers of all runtimes run at once beyond it. */
export const MAX_MILLISECONDS = 2 ** 31 - 1;

/** The members of an event whose body is not an envelope. */
const UNKNOWN = { type: "", form: "Other", platform: null, messageType: "", timestamp: null };

const SIGNATURE = /^[\da-f]{64}$/i;

/** Each option that is a number: its default, its minimum and its maximum. */
const NUMBERS = {
  // The largest of the vendor's examples has a hundredth of 1 MiB.
  maxBytes: [1_048_576, 1, Number.MAX_SAFE_INTEGER],
  // The vendor's last repetition comes after two and a half hours.
  tolerance: [3 * HOUR, 1, Infinity],
  bodyTimeout: [5000, 1, MAX_MILLISECONDS],
  maxPendingBytes: [67_108_864, 1, Number.MAX_SAFE_INTEGER],
};

/** The options of a receiver. */
export const RECEIVING = ["accessKey", "accessSecret", "base", "maxValues", "logger", ...Object.keys(NUMBERS)];

/** The most likely causes of a signature that does not match. */
const CAUSES = {
  missing:
    "without an Authorization header. Likely causes: a gateway or proxy removed the header, or the request is not from the platform.",
  malformed:
    "whose Authorization header is not 64 hexadecimal digits. Likely causes: a gateway or proxy replaced the header, or the request is not from the platform.",
  wrong:
    "whose signature does not match. Likely causes: accessKey or accessSecret is of another account; a gateway or body parser changed the body, whose raw bytes are signed; or the message is forged.",
};

/** @param {Record<string, any>} options */
export function eventReceiver(options) {
  const picked = pick(options, RECEIVING);
  const given = { ...picked, ...pickNumbers(picked, NUMBERS) };
  const { maxBytes, maxPendingBytes, tolerance, bodyTimeout } = given;
  if (maxPendingBytes < maxBytes) throw configError("maxPendingBytes must not be less than maxBytes");
  const maxValues = maxValuesOf(given);
  const signing = signatures(given);
  // Wrong credentials throw now rather than when the first message comes.
  signing.sign(new Uint8Array());
  const logger = loggerOf(given.logger);
  const warn = throttledWarnings(logger);
  const rawBody = bodyReader(maxPendingBytes);

  return { receive, read: (body) => read(body).message, tolerance };

  /**
   * Returns the message of a request, or else the response to it.
   *
   * @returns {Promise<any>}
   */
  async function receive(request) {
    if (request.method !== "POST") return respond(405, { allow: "POST" });
    const authorization = request.headers.get("authorization");
    const isUnsigned = authorization === null;
    if (!isUnsigned && !SIGNATURE.test(authorization)) {
      dropBody(request);
      return refuseFor(401, "malformed");
    }
    if (request.bodyUsed || request.body?.locked) {
      logger.error(
        "pandapon: the body of a push message was read before: its handler needs the raw body, so call it first.",
      );
      return respond(500);
    }
    const body = await rawBody(request, isUnsigned ? Math.min(maxBytes, MAX_UNSIGNED_BYTES) : maxBytes, bodyTimeout);
    if (body === 413 && isUnsigned) return refuseFor(413, "missing");
    if (body === 413) return refuse(413, "size", `refused a push message larger than maxBytes, ${maxBytes} bytes.`);
    if (body === 408) {
      return refuse(
        408,
        "time",
        `refused a push message whose body did not arrive within bodyTimeout, ${bodyTimeout} ms.`,
      );
    }
    if (body === 503) {
      return refuse(
        503,
        "memory",
        `refused a push message whose body arrived more slowly than others, which together exceed maxPendingBytes, ${maxPendingBytes} bytes.`,
      );
    }
    // The sender went away, and will try again.
    if (body === 400) return respond(400);
    if (isUnsigned) {
      // The console's "Verify" posts something unknown and expects 200. A body that is not a message does no harm.
      if (read(body).message.event.rawBody) return respond(200);
      return refuseFor(401, "missing");
    }
    if (!isSigned(body, authorization)) return refuseFor(401, "wrong");
    const { message, isFresh } = read(body);
    if (isFresh) return { ...message, body, authorization };
    const { event } = message;
    return refuse(
      401,
      "stale",
      `refused a push message as too old or too new: pushed at ${event.timestamp}, which is more than tolerance, ${tolerance} ms, from now. Likely causes: a replay, or a clock that is wrong. Its key: ${event.key}.`,
    );
  }

  function isSigned(body, authorization) {
    try {
      signing.verify(body, authorization);
      return true;
    } catch (error) {
      if (error instanceof SignatureError) return false;
      throw error;
    }
  }

  /** Returns a message, or a body that is not one with its `rawBody`, and whether it `isFresh`. */
  function read(body) {
    const { envelope, failure, subject, time, isFresh, ...known } = JSON.parse(
      readEvent(body, maxValues, Date.now(), tolerance),
    );
    const event = failure ? { ...UNKNOWN, ...known, rawBody: body, reason: failure.message } : eventOf(envelope, known);
    return { message: { event, subject: subject ?? null, time: time ?? null }, isFresh: isFresh ?? true };
  }

  function refuseFor(status, cause) {
    return refuse(status, cause, `refused a ${status === 413 ? "large " : ""}push message ${CAUSES[cause]}`);
  }

  function refuse(status, kind, message) {
    warn(kind, message);
    return respond(status);
  }
}

/**
 * The options that are numbers, each checked and with its default.
 *
 * @param {object} options
 * @param {Record<string, number[]>} numbers the default, the minimum and the maximum of each
 */
export function pickNumbers(options, numbers) {
  const given = pick(options, Object.keys(numbers));
  for (const [name, [byDefault, min, max]] of Object.entries(numbers)) {
    const value = (given[name] ??= byDefault);
    if (typeof value === "number" && value >= min && value <= max) continue;
    throw configError(`${name} must be a number from ${min} to ${max}`);
  }
  return given;
}

/** Returns a logger whose failures do no harm. */
export function loggerOf(logger) {
  check("logger", logger, ["object"], "an object");
  const log =
    (level) =>
    (...messages) =>
      // If it fails, nothing is left to report it to.
      attempt(() => (logger ?? console)[level]?.(...messages));
  return { error: log("error"), warn: log("warn") };
}

export function respond(status, headers) {
  return new Response(null, { status, headers });
}
