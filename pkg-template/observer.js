/** Logger and hooks as one function, which receives what happens. */

import { attempt } from "./encode-params.js";
import { check } from "./validate-options.js";

const HOOKS = { request: "onRequest", response: "onResponse", retry: "onRetry" };

/** @returns {((event: object) => void) | undefined} nothing, if there is neither */
export function observer({ logger, ...hooks }) {
  check("logger", logger, ["object", "function"], "an object with methods such as those of console");
  for (const [name, hook] of Object.entries(hooks)) check(name, hook, ["function"], "a function");
  if (!logger && !Object.values(hooks).some(Boolean)) return undefined;
  return ({ event: kind, ...event }) => {
    log(logger, kind, event);
    // By now money may be moving: what an observer throws must not hide how the call ends.
    attempt(
      () => hooks[HOOKS[kind]]?.(event),
      (error) => report(logger, HOOKS[kind], error),
    );
  };
}

/** Headers as an observer sees them: without signature. */
export function masked(headers) {
  return "signature" in headers ? { ...headers, signature: "********" } : headers;
}

function log(logger, kind, { name, method, url, attempt: tried, status, error, pause }) {
  const path = url.replace(/^https?:\/\/[^/]*/, "").replace(/\?.*/, "");
  attempt(() => {
    if (kind === "request") return logger?.debug?.(`pandapon: ${name}, try ${tried}: ${method} ${path}`);
    if (kind === "response") return logger?.debug?.(`pandapon: ${name}, try ${tried}: HTTP ${status}`);
    return logger?.warn?.(`pandapon: ${error ?? `${name} failed`}; next try in ${pause} ms`);
  });
}

function report(logger, hook, error) {
  attempt(() => (logger ?? console).error?.(`pandapon: ${hook} threw:`, error));
}
