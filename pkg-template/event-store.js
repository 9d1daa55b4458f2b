/** Which push messages were handled: the memory of a process. */

/** Milliseconds: as long as a message counts as fresh by default, before and after the time that it says. */
const KEPT = 6 * 3_600_000;

/** A store that forgets a key after six hours. The vendor sends a message again for two and a half. */
export function memoryStore() {
  // A Map keeps the order in which keys were added, so that the oldest stand first.
  const added = new Map();
  return {
    add(key) {
      const now = Date.now();
      for (const [old, time] of added) {
        if (now - time < KEPT) break;
        added.delete(old);
      }
      if (added.has(key)) return false;
      added.set(key, now);
      return true;
    },
    remove: (key) => added.delete(key),
  };
}
