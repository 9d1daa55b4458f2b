/** A server's handler of push messages, for whatever serves `Request` and `Response`. */
import { check, pick } from "./check.js";
import { configError, DecodeError, SignatureError } from "./errors.js";
import { parseEvent, signatures } from "./event.js";
import { eventRunner } from "./event-runner.js";
import { rawBody } from "./raw-body.js";

/** 3 hours, in milliseconds: the vendor's last repetition comes after two and a half. */
const TOLERANCE = 10_800_000;

/** 1 MiB. The largest of the vendor's examples has a hundredth. */
const MAX_BYTES = 1_048_576;

/** Milliseconds. The vendor waits 1000, the way to here and back included. */
const ANSWER_WITHIN = 800;

const OPTIONS = {
  onEvent: "function",
  onError: "function",
  waitUntil: "function",
  store: "object",
  logger: "object",
  maxBytes: "number",
  tolerance: "number",
  answerWithin: "number",
};

export function eventHandler(options) {
  const given = pick(options, ["accessKey", "accessSecret", "base", ...Object.keys(OPTIONS)]);
  for (const [name, type] of Object.entries(OPTIONS)) check(name, given[name], [type], `a ${type}`);
  const { maxBytes = MAX_BYTES, tolerance = TOLERANCE, answerWithin = ANSWER_WITHIN, waitUntil } = given;
  const { onEvent, logger = console } = given;
  if (!onEvent) throw configError("onEvent must be given: a function that is told of each push message");
  const signing = signatures(given);
  // Wrong credentials are told of now rather than when the first message comes.
  signing.sign(new Uint8Array());
  const run = eventRunner({ ...given, logger });

  return async (request, context) => {
    const deadline = Date.now() + answerWithin;
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    const body = await rawBody(request, maxBytes);
    const { event, status } = body ? understand(body, request.headers.get("authorization")) : { status: 413 };
    if (!event) return new Response(null, { status });
    const running = run(event);
    if (waitUntil) waitUntil(running.end);
    else context?.waitUntil?.(running.end);
    return new Response(null, { status: await running.answer(deadline) });
  };

  /** The message that a request brings, or else the status that it is answered with. */
  function understand(body, authorization) {
    const isSigned = attempt(() => signing.verify(body, authorization) ?? true, SignatureError);
    if (!isSigned && authorization !== null) return { status: 401 };
    const event = attempt(() => parseEvent(body), DecodeError);
    // What the console's "Verify" posts is not known, only that it wants 200. What is no message does no harm.
    if (!event) return { status: 200 };
    if (!isSigned) return { status: 401 };
    if (tolerance === Infinity || Math.abs(Date.now() - event.timestamp) <= tolerance) return { event };
    logger.warn?.(`pandapon: a push message was refused as too old or too new, pushed at ${event.timestamp}`);
    return { status: 401 };
  }
}

/** What a function gives; nothing if it fails in the way that is expected. */
function attempt(run, expected) {
  try {
    return run();
  } catch (error) {
    if (error instanceof expected) return undefined;
    throw error;
  }
}
