// A proxy on one's own server.
import type { Client, EndpointName, IdInput, ProxyErrorCode } from "pandapon";
import { type AuditEvent, createProxy } from "pandapon/proxy";
import { isExactly } from "./equal.js";

declare const client: Client;
const events: AuditEvent[] = [];

const proxy = createProxy({
  client,
  allow: ["alibaba.refund.create", "alibaba.order.*", "*"],
  authorize: (request, { name, params, userId, context }) => {
    isExactly<EndpointName>()(name);
    isExactly<string | null>()(userId);
    isExactly<Readonly<Record<string, unknown>>>()(params);
    return request.headers.get("cookie") === context.cookie && { userId: "2208515468732" };
  },
  audit: (event) => events.push(event),
  maxBytes: 4_500_000,
  maxConcurrent: 10,
  maxPending: 100,
  maxPendingBytes: 10_000_000,
  bodyTimeout: 10_000,
  authorizeTimeout: 5000,
  origins: ["https://shop.example"],
  hosts: ["shop.example"],
  csrf: (request, { name, safety }) => safety === "read" || request.headers.get("x-token") === name,
});
const answer: Promise<{ status: number }> = proxy(undefined);
answer.then(({ status }) => status.toFixed());

createProxy({ client, allow: ["taobao.*"], authorize: async () => undefined, csrf: "same-origin" });
createProxy({ client, allow: ["*"], authorize: () => ({ userId: null }), csrf: async () => undefined });
for (const { name, userId, outcome, code, status, sent, requestId, message, duration } of events) {
  isExactly<IdInput | null>()(userId);
  isExactly<string | undefined>()(message);
  isExactly<ProxyErrorCode | null>()(code);
  [name?.length, outcome.length, status + duration, sent ? requestId : null];
}

// @ts-expect-error authorize is missing
createProxy({ client, allow: ["*"] });
// @ts-expect-error allow is missing
createProxy({ client, authorize: () => true });
// @ts-expect-error unknown endpoint
createProxy({ client, allow: ["alibaba.refund.creat"], authorize: () => true });
// @ts-expect-error the result is not a verdict
createProxy({ client, allow: ["*"], authorize: () => new Response(null, { status: 401 }) });
// @ts-expect-error the result is not a verdict
createProxy({ client, allow: ["*"], authorize: async () => "forbidden" });
// @ts-expect-error the result is not a verdict
createProxy({ client, allow: ["*"], authorize: () => 403 });
// @ts-expect-error the result is not a verdict
createProxy({ client, allow: ["*"], authorize: () => ({ ok: false }) });
// @ts-expect-error userId is undefined
createProxy({ client, allow: ["*"], authorize: () => ({ userId: undefined }) });
// @ts-expect-error a CSRF check returns a boolean
createProxy({ client, allow: ["*"], authorize: () => true, csrf: () => new Response() });
// @ts-expect-error csrf is a function or false
createProxy({ client, allow: ["*"], authorize: () => true, csrf: "none" });
