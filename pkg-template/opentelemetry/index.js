/** `pandapon/opentelemetry`: spans and metrics of a client's requests, by the semantic conventions for HTTP clients. */
import { metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const SCOPE = "pandapon";

const DURATION = "http.client.request.duration";

/** In seconds, as the conventions advise. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** @type {typeof import("./index.js").instrument} */
export function instrument(options, { tracerProvider = trace, meterProvider = metrics } = {}) {
  /** @type {import("@opentelemetry/api").Histogram | undefined} */
  let histogram;
  /** The attempts that have not ended, by call. @type {Map<string, Attempt>} */
  const attempts = new Map();

  // Looked up at the first call: a program may create its client before it starts its SDK.
  function record(duration, attributes) {
    histogram ??= meterProvider.getMeter(SCOPE).createHistogram(DURATION, {
      description: "Duration of HTTP client requests.",
      unit: "s",
      advice: { explicitBucketBoundaries: BUCKETS },
    });
    histogram.record(duration / 1000, attributes);
  }

  function begin(event) {
    const { callId, endpoint, safety, method, attempt, time } = event;
    const attributes = attributesOf(event);
    const span = tracerProvider.getTracer(SCOPE).startSpan(spanName(event), {
      kind: SpanKind.CLIENT,
      startTime: time,
      attributes: {
        ...attributes,
        "url.full": redacted(event.url),
        ...(attempt > 1 ? { "http.request.resend_count": attempt - 1 } : {}),
        "pandapon.call_id": callId,
        "pandapon.endpoint": endpoint ?? method,
        ...(safety ? { "pandapon.safety": safety } : {}),
      },
    });
    attempts.set(callId, { span, attributes, time, status: undefined, duration: undefined });
  }

  function respond({ callId, status, duration }) {
    const attempt = attempts.get(callId);
    if (attempt) Object.assign(attempt, { status, duration });
  }

  /** Ends an attempt, with the name and message of its error, if there was one. */
  function end(callId, now, errorName, message, more = {}) {
    const attempt = attempts.get(callId);
    if (!attempt) return;
    attempts.delete(callId);
    const { span, time, status, duration = now - time } = attempt;
    const type = status && status >= 400 ? String(status) : errorName;
    const outcome = {
      ...(status ? { "http.response.status_code": status } : {}),
      ...(type ? { "error.type": type } : {}),
    };
    span.setAttributes({ ...outcome, ...more });
    // The description would repeat the status.
    if (type) span.setStatus({ code: SpanStatusCode.ERROR, ...(type === errorName ? { message } : {}) });
    span.end(time + duration);
    record(duration, { ...attempt.attributes, ...outcome });
  }

  const hooks = {
    onRequest: begin,
    onResponse: respond,
    onRetry: ({ callId, time, error, errorName }) => end(callId, time, errorName, error),
    onEnd: ({ callId, time, error, sent, requestId }) =>
      end(callId, time, nameOf(error), error?.message, {
        ...(error ? { "pandapon.sent": sent } : {}),
        ...(requestId ? { "pandapon.request_id": requestId } : {}),
      }),
  };
  const chained = Object.entries(hooks).map(([name, hook]) => [name, chain(options?.[name], hook)]);
  return { ...options, ...Object.fromEntries(chained) };
}

/**
 * @typedef {object} Attempt
 * @property {import("@opentelemetry/api").Span} span
 * @property {import("@opentelemetry/api").Attributes} attributes of the span and the metric
 * @property {number} time when it began, in milliseconds since 1970
 * @property {number} [status]
 * @property {number} [duration] in milliseconds
 */

/** Calls the user's hook, and then ours, whatever the user's does. */
function chain(own, hook) {
  if (typeof own !== "function") return own ?? hook;
  return (event) => {
    try {
      return own(event);
    } finally {
      hook(event);
    }
  };
}

/** The attributes of spans and metrics. */
function attributesOf({ method, url }) {
  const { hostname, port, protocol } = new URL(url);
  return {
    "http.request.method": method,
    // Without the brackets of an IPv6 address.
    "server.address": hostname.replace(/^\[|]$/g, ""),
    "server.port": Number(port) || (protocol === "http:" ? 80 : 443),
  };
}

/** Method and endpoint. The path of `request()` may be different in each call, which names of spans must not be. */
function spanName({ method, endpoint }) {
  return /^[\w.]+$/.test(endpoint ?? "") ? `${method} ${endpoint}` : method;
}

/** A URL without the values of its query, which may be tokens. No user and no password can be in it. */
function redacted(text) {
  const url = new URL(text);
  for (const name of [...url.searchParams.keys()]) url.searchParams.set(name, "REDACTED");
  return url.href;
}

/** The name of an error, for `error.type`. */
function nameOf(error) {
  if (error === undefined) return undefined;
  return typeof error?.name === "string" ? error.name : "_OTHER";
}
