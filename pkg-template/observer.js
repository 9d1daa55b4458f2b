/** What the logger and the hooks receive of a call. */

import { attempt } from "./encode-params.js";
import { mayHaveArrived, PandaponError } from "./errors.js";
import { endpoints } from "./methods.js";
import { check } from "./validate-options.js";

const HOOKS = { request: "onRequest", response: "onResponse", retry: "onRetry", end: "onEnd" };

/** @returns {((kind: string, event: object) => void) | undefined} nothing, if there is neither a logger nor a hook */
export function observer({ logger, ...hooks }) {
  check("logger", logger, ["object", "function"], "an object with methods such as those of console");
  for (const [name, hook] of Object.entries(hooks)) check(name, hook, ["function"], "a function");
  if (!logger && !Object.values(hooks).some(Boolean)) return undefined;
  return (kind, event) => {
    log(logger, kind, event);
    // By now money may be moving: what an observer throws must not hide how the call ends.
    attempt(
      () => hooks[HOOKS[kind]]?.(event),
      (error) => report(logger, HOOKS[kind], error),
    );
  };
}

/**
 * Runs a call. Gives its error what only the call as a whole knows, and tells of its end.
 *
 * @template {{ data: unknown, status: number, requestId: string | null }} Reply
 * @param {string | null} endpoint
 * @param {((kind: string, event: object) => void) | undefined} observe
 * @param {(facts: { callId: string, endpoint: string | null, safety: string | null, attempts: number }) => Promise<Reply>} run
 *   keeps the facts up to date
 */
export async function observed(endpoint, observe, run) {
  const start = now();
  const id = Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
  const facts = { callId: id, endpoint, safety: null, attempts: 0 };
  const end = (event) => observe?.("end", { ...facts, time: Date.now(), duration: now() - start, ...event });
  try {
    const reply = await run(facts);
    end({ outcome: "success", sent: true, status: reply.status, requestId: reply.requestId });
    return reply;
  } catch (error) {
    // A call that could not even be prepared.
    facts.safety ??= endpoints?.find(({ name }) => name === endpoint)?.safety ?? null;
    const { callId, ...known } = facts;
    const isOwn = error instanceof PandaponError;
    if (isOwn) Object.assign(error, known);
    const { status, requestId } = Object(isOwn && error);
    end({
      outcome: outcomeOf(error),
      sent: isOwn ? mayHaveArrived(error) : facts.attempts > 0,
      status,
      requestId,
      error,
    });
    throw error;
  }
}

function outcomeOf(error) {
  if (error?.name === "AbortError") return "aborted";
  const isRefusal = error?.name === "ProxyError" || (error?.name === "ApiError" && error.kind !== "gateway");
  return isRefusal ? "refused" : "failed";
}

/** Milliseconds of a clock that is not set back, where there is one. */
export function now() {
  return (globalThis.performance ?? Date).now();
}

/** Headers as an observer sees them: without signature. */
export function masked(headers) {
  return "signature" in headers ? { ...headers, signature: "********" } : headers;
}

function log(logger, kind, { endpoint, method, url, attempt: tried, status, error, pause }) {
  attempt(() => {
    if (kind === "end") return undefined;
    if (kind === "retry") return logger?.warn?.(`pandapon: ${error ?? `${endpoint} failed`}; next try in ${pause} ms`);
    const path = url.replace(/^https?:\/\/[^/]*/, "").replace(/\?.*/, "");
    return logger?.debug?.(`pandapon: ${endpoint}, try ${tried}: ${status ? `HTTP ${status}` : `${method} ${path}`}`);
  });
}

function report(logger, hook, error) {
  attempt(() => (logger ?? console).error?.(`pandapon: ${hook} threw:`, error));
}
