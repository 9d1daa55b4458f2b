/** The options of `createInbox`, checked once. */
import { ConfigError } from "pandapon";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** In milliseconds: a timer set to more fires at once. */
const MAX_TIMEOUT = 2_147_483_647;

/**
 * Returns the milliseconds before the attempt after this one: 5 s, 10 s, 20 s and so on, at most an hour. Twelve attempts take two
 * hours and a half.
 */
function backoffOf(attempt) {
  return Math.min(5000 * 2 ** (attempt - 1), 60 * MINUTE);
}

/** @param {Record<string, any>} options */
export function readSettings(options) {
  const { store, read, apply, subject, backoff = backoffOf, onDead, logger = console, client, changes } = options ?? {};
  const functions = { read, subject, backoff, onDead, changes };
  expect(
    store?.kind === "memory" || typeof store?.transaction === "function",
    "store is required: sqliteStore(handle), postgresStore(pool) or memoryStore()",
  );
  expect(typeof apply === "function", "apply is required: a function that applies a message to your own data");
  for (const [name, value] of Object.entries(functions)) {
    expect(value === undefined || typeof value === "function", `${name} must be a function`);
  }
  expect(client === undefined || typeof client?.alibaba?.order?.list === "function", "client must be a Client");
  return {
    store,
    read,
    apply,
    subject,
    backoff,
    onDead,
    client,
    changes,
    logger: quietly(logger),
    lease: numberOf(options, "lease", MINUTE, 1, MAX_TIMEOUT),
    attempts: numberOf(options, "attempts", 12, 1, 1000),
    // Days, as far as a copy may be from its message: eight hours and twice the tolerance, at most.
    keep: numberOf(options, "keep", 30, 2, 36_500) * DAY,
    overlap: numberOf(options, "overlap", 60 * MINUTE, 0, 30 * DAY),
    // The vendor waits 1000 ms, the way there and back included.
    answerWithin: numberOf(options, "answerWithin", 800, 1, MAX_TIMEOUT),
    error: configError,
    timeOf,
  };
}

function numberOf(options, name, byDefault, min, max) {
  const value = options[name] ?? byDefault;
  expect(typeof value === "number" && value >= min && value <= max, `${name} must be a number from ${min} to ${max}`);
  return value;
}

/** Returns the milliseconds since 1970 of a `Date` or number. */
function timeOf(since) {
  const time = Number(since);
  const isTime = (since instanceof Date || typeof since === "number") && Number.isFinite(time);
  expect(isTime, "since must be a Date, or a number of milliseconds since 1970");
  return Math.floor(time);
}

/** Returns a logger whose failures do no harm. */
function quietly(logger) {
  const log =
    (level) =>
    (...messages) => {
      try {
        logger[level]?.(...messages)?.then?.(undefined, () => {});
      } catch {
        // Nothing is left to report it to.
      }
    };
  return { error: log("error"), warn: log("warn") };
}

function expect(condition, message) {
  if (!condition) throw configError(message);
}

function configError(message) {
  return new ConfigError({ name: "ConfigError", message, sent: false });
}
