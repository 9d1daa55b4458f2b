/** Logger and hooks as the one function that the core tells what happens. */

const HOOKS = { request: "onRequest", response: "onResponse", retry: "onRetry" };

/** @returns {((event: object) => void) | undefined} nothing, if there is nobody to tell */
export function observer({ logger, ...hooks }) {
  if (!logger && !Object.values(hooks).some(Boolean)) return undefined;
  return ({ event: kind, ...event }) => {
    log(logger, kind, event);
    try {
      hooks[HOOKS[kind]]?.(event);
    } catch (error) {
      // By now money may be moving: what an observer throws must not hide how the call ends.
      report(logger, HOOKS[kind], error);
    }
  };
}

function log(logger, kind, { name, method, url, attempt, status, error, pause }) {
  const path = url.replace(/^https?:\/\/[^/]*/, "").replace(/\?.*/, "");
  try {
    if (kind === "request") logger?.debug?.(`pandapon: ${name}, try ${attempt}: ${method} ${path}`);
    if (kind === "response") logger?.debug?.(`pandapon: ${name}, try ${attempt}: HTTP ${status}`);
    if (kind === "retry") logger?.warn?.(`pandapon: ${error ?? `${name} failed`}; next try in ${pause} ms`);
  } catch {
    // A logger that throws has nowhere to say so.
  }
}

function report(logger, hook, error) {
  try {
    (logger ?? console).error?.(`pandapon: ${hook} threw:`, error);
  } catch {
    // As above.
  }
}
