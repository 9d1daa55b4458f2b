// Options with telemetry are options of the same type. (OpenTelemetry's own declarations need a console.)
import { type MeterProvider, trace } from "@opentelemetry/api";
import { Client, type ClientOptions, type SecretOptions } from "pandapon";
import { instrument } from "pandapon/opentelemetry";
import { isExactly } from "../equal.js";

declare const own: SecretOptions;
declare const any: ClientOptions;
declare const meterProvider: MeterProvider;

isExactly<SecretOptions>()(instrument(own));
new Client(instrument(any, { tracerProvider: trace.getTracerProvider(), meterProvider }));
// @ts-expect-error a tracer is not a provider
instrument(own, { tracerProvider: trace.getTracer("x") });
