/** A server's handler of push messages, for whatever serves `Request` and `Response`. */

import { attempt } from "./encode-params.js";
import { configError } from "./errors.js";
import { eventReceiver, loggerOf, MAX_MILLISECONDS, pickNumbers, RECEIVING, respond } from "./event-receiver.js";
import { eventRunner } from "./event-runner.js";
import { checkStore, memoryStore } from "./event-store.js";
import { OF_A_CLIENT } from "./options.js";
import { check, checkNames, namesOf, pick } from "./validate-options.js";

const HOUR = 3_600_000;

/** Milliseconds between China time and UTC: a time without an offset may be either, so that a message stays fresh for so much longer. */
const CHINA = 8 * HOUR;

/** Milliseconds. With a larger tolerance the default store would remember more than a process should. */
const MAX_TOLERANCE = 30 * 24 * HOUR;

const FUNCTIONS = ["onEvent", "onError", "waitUntil"];

/** Each option that is a number: its default, its minimum and its maximum. */
const NUMBERS = {
  // The vendor waits 1000, the way there and back included.
  answerWithin: [800, 0, MAX_MILLISECONDS],
  storeTimeout: [1000, 1, MAX_MILLISECONDS],
  // Longer than any work should take, and shorter than the vendor's half an hour between repetitions.
  lease: [600_000, 1, MAX_MILLISECONDS],
};

export function eventHandler(options) {
  const given = readHandlerOptions(options);
  const { answerWithin, waitUntil, logger } = given;
  const { receive, tolerance } = eventReceiver(given);
  given.store ??= defaultStore(tolerance);
  const run = eventRunner(given);

  return async (request, context) => {
    const deadline = Date.now() + answerWithin;
    const received = await receive(request);
    if (!received.event) return received;
    const running = run(received.event, received.time);
    attempt(
      () => (waitUntil ? waitUntil(running.end) : context?.waitUntil?.(running.end)),
      (error) => logger.error("pandapon: waitUntil failed:", error),
    );
    return respond(await running.answer(deadline));
  };
}

/**
 * The options, each checked and with its default.
 *
 * @returns {Record<string, any>}
 */
function readHandlerOptions(options) {
  const names = [...RECEIVING, ...FUNCTIONS, "store"];
  // Those of a client pass, too, so that both can share an object.
  checkNames("eventHandler", namesOf("options", options ?? {}), [...names, ...Object.keys(NUMBERS), ...OF_A_CLIENT]);
  const given = { ...pick(options, names), ...pickNumbers(options, NUMBERS) };
  for (const name of FUNCTIONS) check(name, given[name], ["function"], "a function");
  check("store", given.store, ["object"], "an object");
  if (!given.onEvent) throw configError("onEvent is required: a function that receives each push message");
  if (given.store) checkStore(given.store);
  given.logger = loggerOf(given.logger);
  return given;
}

/** Returns a store in memory. A message counts as fresh for that long before and after the time that it says. */
function defaultStore(tolerance) {
  if (tolerance <= MAX_TOLERANCE) return memoryStore(CHINA + 2 * tolerance);
  throw configError(
    "tolerance of more than 30 days needs a store of your own: the default one would have to remember every message in memory for that long",
  );
}
