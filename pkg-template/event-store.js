/** Which push messages were handled. */

import { member } from "./encode-params.js";
import { configError } from "./errors.js";

/** Creates a store in memory, which drops a key after so many milliseconds. */
export function memoryStore(keptFor) {
  // A Map keeps the order in which keys were added, so that the oldest come first.
  const added = new Map();
  return {
    add(key) {
      const now = Date.now();
      for (const [old, time] of added) {
        if (now - time < keptFor) break;
        added.delete(old);
      }
      if (added.has(key)) return false;
      added.set(key, now);
      return true;
    },
    remove: (key) => added.delete(key),
    /** No other process can answer for this one. */
    isLocal: true,
  };
}

/** The forms of a store: which of its methods are called. */
const FORMS = [
  ["begin", "done", "fail"],
  ["add", "remove"],
];

/** Refuses a store of neither form, such as a Map, a Set or a client of Redis. */
export function checkStore(store) {
  const has = (method) => typeof member(store, method).read === "function";
  if (FORMS.some((methods) => methods.every(has))) return;
  throw configError(
    "store must have the methods begin(key, leaseMs), done(key) and fail(key), or add(key), which returns whether the key is new, and remove(key)",
  );
}
