/** Steps of a call: what happened goes into the core, and what to do next comes out. */

// The events of a call. `src/js/call.rs` has the same numbers, and says what number and text of each event are.
export const READY = 0;
export const SIGNED = 1;
export const NOT_SIGNED = 2;
export const ANSWERED = 3;
export const FAILED = 4;
export const TIMED_OUT = 5;
export const ABORTED = 6;
export const DECODED = 7;
export const TOO_LARGE = 8;
export const DESCRIBE = 9;
export const VETOED = 10;

/** Hands an event to the core. The next action; the body of a request follows it as it is. */
export function step(call, event, number, text) {
  const action = call.step(event, number, text);
  const end = action.indexOf("\n");
  if (end < 0) return JSON.parse(action);
  return { ...JSON.parse(action.slice(0, end)), body: action.slice(end + 1) };
}
