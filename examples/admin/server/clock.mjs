/** A clock that can be set: the seeding plays through the last weeks before the page opens. */
export function createClock() {
  let now = Date.now;
  return {
    now: () => now(),
    /** Stands still at this moment, in milliseconds since 1970. */
    stopAt(moment) {
      now = () => moment;
    },
    /** Runs as the machine's clock does. */
    release() {
      now = Date.now;
    },
  };
}
