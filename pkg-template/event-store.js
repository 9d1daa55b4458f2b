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
  };
}

/** Refuses a store that lacks a method, such as a Map, a Set or a client of Redis. */
export function checkStore(store) {
  for (const method of ["add", "remove"]) {
    if (typeof member(store, method).read === "function") continue;
    throw configError(
      `store must have the methods add(key), which returns whether the key is new, and remove(key): ${method} is missing`,
    );
  }
}
