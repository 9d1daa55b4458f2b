/** What a method returns: a promise of the data that can also give the whole answer. */
import { revive } from "./errors.js";

/** @param {Promise<{ reply?: object, failure?: object, aborted?: unknown }>} outcome how the core settles every call */
export function start(outcome) {
  const reply = outcome.then(settle);
  const data = reply.then(({ data }) => data);
  data.withResponse = () => {
    // Whoever asks for the whole answer hears of a failure there, and need not catch it here as well.
    data.catch(() => {});
    return reply;
  };
  return data;
}

function settle(outcome) {
  if ("reply" in outcome) return outcome.reply;
  throw "failure" in outcome ? revive(outcome.failure) : outcome.aborted;
}
