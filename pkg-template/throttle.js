/** Warnings that any sender can cause: unlimited, they would fill the log. */

const MINUTE = 60_000;

/** @returns {(kind: string, message: string) => void} logs at most one warning of each kind per minute, the first at once */
export function throttledWarnings(logger) {
  const kinds = new Map();
  return (kind, message) => {
    const now = Date.now();
    const { time, skipped } = kinds.get(kind) ?? { time: -Infinity, skipped: 0 };
    // In both directions: clocks are also set back.
    if (Math.abs(now - time) < MINUTE) return void kinds.set(kind, { time, skipped: skipped + 1 });
    kinds.set(kind, { time: now, skipped: 0 });
    logger.warn(`pandapon: ${message}${skipped ? ` ${skipped} more since the last warning.` : ""}`);
  };
}
