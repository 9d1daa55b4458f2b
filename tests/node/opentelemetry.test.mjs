/** `pandapon/opentelemetry`: spans and metrics, by the semantic conventions for HTTP clients, as the SDK exports them. */
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { afterEach, describe, test } from "node:test";
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { Client } from "../../pkg/index.node.js";
import { instrument } from "../../pkg/opentelemetry/index.js";
import { credentials, failure, once, orderId, read, skipPauses, success, vendor } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');
const busy = { status: 503, body: "" };
const refusal = '{"requestId":"r1","code":5010,"msg":"the state does not allow it"}';
const broken = () => Promise.reject(new TypeError("fetch failed"));

const ends = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A client whose telemetry is exported to memory. */
function observed(answers, options = {}) {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  ends.push(
    () => meterProvider.shutdown(),
    () => tracerProvider.shutdown(),
  );
  const { fetch, requests } = vendor(...[answers].flat());
  const client = new Client(instrument({ ...credentials, fetch, ...options }, { tracerProvider, meterProvider }));
  const metrics = async () => {
    await meterProvider.forceFlush();
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  };
  return { client, requests, tracerProvider, spans: () => spans.getFinishedSpans(), metrics };
}

describe("a span", () => {
  test("is made of each request, with the attributes of the conventions", async () => {
    const { client, spans, requests } = observed(good);
    await client.call(...once);
    const [span, ...others] = spans();
    assert.deepEqual(others, []);
    assert.equal(span.name, "POST alibaba.refund.create");
    assert.equal(span.kind, SpanKind.CLIENT);
    assert.equal(span.instrumentationScope.name, "pandapon");
    const { "pandapon.call_id": callId, ...attributes } = span.attributes;
    assert.match(callId, /^\w{10,}$/);
    assert.deepEqual(attributes, {
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "pandapon.endpoint": "alibaba.refund.create",
      "pandapon.request_id": "0a1b2c",
      "pandapon.safety": "once",
      "server.address": "api.pandapon.com",
      "server.port": 443,
      "url.full": "https://api.pandapon.com/alibaba/refund/detail/create",
    });
    assert.equal(span.status.code, SpanStatusCode.UNSET);
    assert.ok(span.ended && span.duration[0] >= 0 && span.duration[0] < 5);
    assert.equal(requests.length, 1);
  });

  test("is made of each attempt of a call, and counts the earlier ones", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { client, spans } = observed([busy, broken, good]);
    await skipPauses(t, client.call(...read));
    // The SDK needs timers to shut down.
    t.mock.timers.reset();
    const attempts = spans().map(({ attributes, status }) => [
      attributes["http.request.resend_count"],
      attributes["http.response.status_code"],
      attributes["error.type"],
      status.code === SpanStatusCode.ERROR,
    ]);
    assert.deepEqual(attempts, [
      [undefined, 503, "503", true],
      [1, undefined, "ConnectionError", true],
      [2, 200, undefined, false],
    ]);
    assert.equal(new Set(spans().map(({ attributes }) => attributes["pandapon.call_id"])).size, 1);
    assert.match(spans()[1].status.message, /fetch failed/);
  });

  test("of a failure has the type of the error, and whether the request may have arrived", async () => {
    const controller = new AbortController();
    const aborting = () => {
      controller.abort();
      return new Promise(() => {});
    };
    for (const [answer, type, options] of [
      [refusal, "ApiError"],
      ["<html>", "DecodeError"],
      [{ status: 401, body: "" }, "401"],
      [broken, "ConnectionError"],
      [() => new Promise(() => {}), "TimeoutError", { timeout: 5 }],
      [aborting, "AbortError", { signal: controller.signal }],
    ]) {
      const { client, spans } = observed(answer);
      await failure(client.call(...once, options));
      const [{ attributes, status }, ...others] = spans();
      assert.deepEqual(others, []);
      assert.deepEqual([attributes["error.type"], attributes["pandapon.sent"]], [type, true]);
      assert.equal(status.code, SpanStatusCode.ERROR);
      assert.equal(status.message === undefined, type === "401");
    }
  });

  test("is not made where nothing is sent", async () => {
    const { client, spans } = observed(good, { beforeSend: () => Promise.reject(new Error("no")) });
    await failure(client.call(...once));
    await failure(client.call(once[0], {}));
    assert.deepEqual(spans(), []);
  });

  test("is a child of the one that is active where the call is made, for concurrent calls, too", async () => {
    const storage = new AsyncLocalStorage();
    const manager = {
      active: () => storage.getStore() ?? ROOT_CONTEXT,
      with: (active, run, self, ...args) => storage.run(active, run.bind(self), ...args),
      bind: (_, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    ends.push(() => context.disable());
    const answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      return new Response(good);
    };
    const { client, spans, tracerProvider } = observed(answer);
    const tracer = tracerProvider.getTracer("test");
    const parents = Array.from({ length: 50 }, (_, index) => tracer.startSpan(`parent ${index}`));
    await Promise.all(
      parents.map((parent) => context.with(trace.setSpan(context.active(), parent), () => client.call(...once))),
    );
    const ofParents = spans().map(({ parentSpanContext }) => parentSpanContext?.spanId);
    assert.deepEqual(ofParents.sort(), parents.map((parent) => parent.spanContext().spanId).sort());
  });

  test("has no secret: no signature, no value of a query", async () => {
    const baseUrl = "https://[::1]:8443/api";
    const { client, spans, requests } = observed(good, { baseUrl });
    await client.alibaba.order.payUrl({ orderId });
    await client.request({ method: "GET", path: "/x", query: { token: "s3cret" } });
    const [payUrl, request] = spans();
    assert.equal(payUrl.attributes["url.full"], "https://[::1]:8443/api/alibaba/order/pay/url?orderId=REDACTED");
    assert.deepEqual([payUrl.attributes["server.address"], payUrl.attributes["server.port"]], ["::1", 8443]);
    assert.equal(request.name, "GET", "the path of a request is not part of its name: there may be many");
    const text = JSON.stringify(spans().map(({ name, attributes, status }) => ({ name, attributes, status })));
    const secrets = requests.flatMap(({ headers }) => [headers.signature, headers["nonce-str"], headers["access-key"]]);
    for (const secret of ["s3cret", orderId, credentials.accessSecret, ...secrets]) assert.ok(!text.includes(secret));
  });
});

test("the duration of each request is measured in seconds, by method, host, status and type of error", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, metrics } = observed([busy, good, good, broken]);
  await skipPauses(t, client.call(...read));
  await client.call(...once);
  await failure(client.call(...once));
  t.mock.timers.reset();
  const [metric, ...others] = await metrics();
  assert.deepEqual(others, []);
  const { name, unit } = metric.descriptor;
  assert.deepEqual([name, unit], ["http.client.request.duration", "s"]);
  const points = metric.dataPoints.map(({ attributes, value }) => [attributes, value.count]);
  const common = { "http.request.method": "POST", "server.address": "api.pandapon.com", "server.port": 443 };
  assert.deepEqual(points, [
    [{ ...common, "http.response.status_code": 503, "error.type": "503" }, 1],
    [{ ...common, "http.response.status_code": 200 }, 2],
    [{ ...common, "error.type": "ConnectionError" }, 1],
  ]);
  for (const { value } of metric.dataPoints) {
    assert.ok(value.sum >= 0 && value.sum < 5);
    assert.deepEqual(value.buckets.boundaries.slice(0, 3), [0.005, 0.01, 0.025]);
  }
});

test("the program's own hooks are still called, and one that throws loses no span", async () => {
  const seen = [];
  const own = (name) => (event) => {
    seen.push([name, event.callId]);
    throw new Error("boom");
  };
  const hooks = { onRequest: own("request"), onResponse: own("response"), onEnd: own("end"), logger: {} };
  const { client, spans } = observed(good, hooks);
  await client.call(...once);
  assert.deepEqual(
    seen.map(([name]) => name),
    ["request", "response", "end"],
  );
  assert.equal(spans().length, 1);
});

test("without an SDK nothing is recorded, and calls work", async () => {
  const { fetch } = vendor(good);
  const client = new Client(instrument({ ...credentials, fetch }));
  assert.deepEqual(await client.call(...once), { refundId: "TQ1" });
});

test("require gives the same function", () => {
  const required = createRequire(import.meta.url)("../../pkg/opentelemetry/index.cjs");
  assert.deepEqual(Object.keys(required), ["instrument"]);
});
