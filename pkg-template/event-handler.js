/** A server's handler of push messages, for whatever serves `Request` and `Response`. */

import { attempt } from "./encode-params.js";
import { configError, SignatureError } from "./errors.js";
import { eventOf, maxValuesOf, signatures } from "./event.js";
import { eventRunner } from "./event-runner.js";
import { checkStore, memoryStore } from "./event-store.js";
import { OF_A_CLIENT } from "./options.js";
import { bodyReader, dropBody } from "./raw-body.js";
import { throttledWarnings } from "./throttle.js";
import { check, checkNames, namesOf, pick } from "./validate-options.js";
import { readEvent } from "./wasm/pandapon_bg.js";

const HOUR = 3_600_000;

/** Milliseconds between China time and UTC: a time without an offset may be either, so that a message stays fresh for so much longer. */
const CHINA = 8 * HOUR;

/** Milliseconds. With a larger tolerance the default store would remember more than a process should. */
const MAX_TOLERANCE = 30 * 24 * HOUR;

/** Bytes that are read of a request without a signature: enough for what the vendor's console posts to verify an address. */
const MAX_UNSIGNED_BYTES = 4096;

/** Timers of all runtimes run at once beyond it. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

/** The members of an event whose body is not an envelope. */
const UNKNOWN = { type: "", form: "Other", platform: null, messageType: "", timestamp: null, isFresh: true };

const SIGNATURE = /^[\da-f]{64}$/i;

const FUNCTIONS = ["onEvent", "onError", "waitUntil"];
const OBJECTS = ["store", "logger"];

/** Each option that is a number: its default, its minimum and its maximum. */
const NUMBERS = {
  // The largest of the vendor's examples has a hundredth of 1 MiB.
  maxBytes: [1_048_576, 1, Number.MAX_SAFE_INTEGER],
  // The vendor's last repetition comes after two and a half hours.
  tolerance: [3 * HOUR, 1, Infinity],
  // The vendor waits 1000, the way there and back included.
  answerWithin: [800, 0, MAX_MILLISECONDS],
  storeTimeout: [1000, 1, MAX_MILLISECONDS],
  bodyTimeout: [5000, 1, MAX_MILLISECONDS],
  maxPendingBytes: [67_108_864, 1, Number.MAX_SAFE_INTEGER],
};

/** The most likely causes of a signature that does not match. */
const CAUSES = {
  missing:
    "without an Authorization header. Likely causes: a gateway or proxy removed the header, or the request is not from the platform.",
  malformed:
    "whose Authorization header is not 64 hexadecimal digits. Likely causes: a gateway or proxy replaced the header, or the request is not from the platform.",
  wrong:
    "whose signature does not match. Likely causes: accessKey or accessSecret is of another account; a gateway or body parser changed the body, whose raw bytes are signed; or the message is forged.",
};

export function eventHandler(options) {
  const given = readHandlerOptions(options);
  const { onEvent, maxBytes, maxPendingBytes, tolerance, answerWithin, bodyTimeout, waitUntil } = given;
  if (!onEvent) throw configError("onEvent is required: a function that receives each push message");
  const maxValues = maxValuesOf(options);
  const signing = signatures(given);
  // Wrong credentials throw now rather than when the first message comes.
  signing.sign(new Uint8Array());
  const logger = safely(given.logger);
  const warn = throttledWarnings(logger);
  const rawBody = bodyReader(maxPendingBytes);
  const run = eventRunner({ ...given, logger });

  return async (request, context) => {
    const deadline = Date.now() + answerWithin;
    if (request.method !== "POST") return reply(405, { allow: "POST" });
    const { event, status } = await receive(request);
    if (!event) return reply(status);
    const running = run(event);
    attempt(
      () => (waitUntil ? waitUntil(running.end) : context?.waitUntil?.(running.end)),
      (error) => logger.error("pandapon: waitUntil failed:", error),
    );
    return reply(await running.answer(deadline));
  };

  /** Returns the message of a request, or else the status that it is answered with. */
  async function receive(request) {
    const authorization = request.headers.get("authorization");
    const isUnsigned = authorization === null;
    if (!isUnsigned && !SIGNATURE.test(authorization)) {
      dropBody(request);
      return refuseFor(401, "malformed");
    }
    if (request.bodyUsed || request.body?.locked) {
      logger.error(
        "pandapon: the body of a push message was read before: eventHandler needs the raw body, so call it first.",
      );
      return { status: 500 };
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
    if (body === 400) return { status: 400 };
    if (isUnsigned) {
      // The console's "Verify" posts something unknown and expects 200. A body that is not a message does no harm.
      if (read(body).rawBody) return { status: 200 };
      return refuseFor(401, "missing");
    }
    if (!isSigned(body, authorization)) return refuseFor(401, "wrong");
    const { isFresh, ...event } = read(body);
    if (isFresh) return { event };
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
    const { envelope, failure, ...known } = JSON.parse(readEvent(body, maxValues, Date.now(), tolerance));
    if (!failure) return eventOf(envelope, known);
    return { ...UNKNOWN, ...known, rawBody: body, reason: failure.message };
  }

  function refuseFor(status, cause) {
    return refuse(status, cause, `refused a ${status === 413 ? "large " : ""}push message ${CAUSES[cause]}`);
  }

  function refuse(status, kind, message) {
    warn(kind, message);
    return { status };
  }
}

/**
 * The options, each checked and with its default.
 *
 * @returns {Record<string, any>}
 */
function readHandlerOptions(options) {
  const names = ["accessKey", "accessSecret", "base", ...FUNCTIONS, ...OBJECTS, ...Object.keys(NUMBERS)];
  // Those of a client pass, too, so that both can share an object.
  checkNames("eventHandler", namesOf("options", options ?? {}), [...names, "maxValues", ...OF_A_CLIENT]);
  const given = pick(options, names);
  for (const name of FUNCTIONS) check(name, given[name], ["function"], "a function");
  for (const name of OBJECTS) check(name, given[name], ["object"], "an object");
  for (const [name, [byDefault, min, max]] of Object.entries(NUMBERS)) {
    const value = (given[name] ??= byDefault);
    if (typeof value === "number" && value >= min && value <= max) continue;
    throw configError(`${name} must be a number from ${min} to ${max}`);
  }
  const { store, tolerance, maxBytes, maxPendingBytes } = given;
  if (maxPendingBytes < maxBytes) throw configError("maxPendingBytes must not be less than maxBytes");
  if (store) checkStore(store);
  else if (tolerance > MAX_TOLERANCE) {
    throw configError(
      "tolerance of more than 30 days needs a store of your own: the default one would have to remember every message in memory for that long",
    );
  }
  // A message counts as fresh for that long before and after the time that it says.
  given.store = store ?? memoryStore(CHINA + 2 * tolerance);
  given.logger ??= console;
  return given;
}

/** Returns a logger whose failures do no harm. */
function safely(logger) {
  const log =
    (level) =>
    (...messages) =>
      // If it fails, nothing is left to report it to.
      attempt(() => logger[level]?.(...messages));
  return { error: log("error"), warn: log("warn") };
}

function reply(status, headers) {
  return new Response(null, { status, headers });
}
