/**
 * Spans and metrics of a client's requests for OpenTelemetry, by the semantic conventions for HTTP clients. Needs
 * `@opentelemetry/api` 1.3 or later, which your SDK has.
 *
 * @module pandapon/opentelemetry
 */
import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import type { ClientOptions } from "../index.js";

/** Where spans and measurements go. By default to the global providers, which your SDK registers. */
export interface Providers {
  /** Makes the tracer. */
  tracerProvider?: TracerProvider | undefined;
  /** Makes the meter. */
  meterProvider?: MeterProvider | undefined;
}

/**
 * Returns the options of a client with hooks that record its requests. Your own hooks are still called.
 *
 *     const client = new Client(instrument({ accessKey, accessSecret, userId }));
 *
 * Each attempt becomes a span of the kind `CLIENT`, a child of the span that is active where the call is made, and a measurement of
 * `http.client.request.duration`. Attributes: `http.request.method`, `server.address`, `server.port`,
 * `http.response.status_code` and `error.type`; of spans also `url.full` without the values of its query,
 * `http.request.resend_count`, and of this package `pandapon.endpoint`, `pandapon.safety`, `pandapon.call_id`,
 * `pandapon.request_id` and, for the last attempt of a call that failed, `pandapon.sent`. No header and no body is recorded.
 *
 * A call that the platform refuses with HTTP 200 is an error with the type `ApiError`. A call that sends nothing has no span.
 */
export declare function instrument<Options extends ClientOptions>(options: Options, providers?: Providers): Options;
