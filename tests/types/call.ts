// The client itself: calls by name, raw requests, requests that are not sent.

import type { alibaba } from "pandapon";
import { type Call, type Client, type EndpointName, endpoints, type Params, type Reply, type Result } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;
declare const refund: alibaba.refund.Create;

isExactly<Call<alibaba.refund.CreatedRefund>>()(client.call("alibaba.refund.create", refund));
isExactly<Call<alibaba.refund.Carrier[] | null>>()(client.call("alibaba.refund.carriers"));
isExactly<alibaba.refund.Create>()({} as Params<"alibaba.refund.create">);
isExactly<alibaba.refund.CreatedRefund>()({} as Result<"alibaba.refund.create">);
client.call("alibaba.refund.carriers", {}, { timeout: 5_000 });
// @ts-expect-error unknown endpoint
client.call("alibaba.refund.make", refund);
// @ts-expect-error params are required
client.call("alibaba.refund.create");
// @ts-expect-error params of another endpoint
client.call("alibaba.refund.get", refund);
client.call("alibaba.refund.create", {
  ...refund,
  // @ts-expect-error the vendor refuses other values
  goodsStatus: "received",
});
// @ts-expect-error unknown endpoint
client.alibaba.refund.make(refund);

// Generic code for any endpoint.
const names: EndpointName[] = endpoints.map((endpoint) => endpoint.name);
// @ts-expect-error the catalogue is read-only
endpoints[0].name = "alibaba.refund.get";

const reply = await client.alibaba.refund.create(refund).withResponse();
isExactly<Reply<alibaba.refund.CreatedRefund>>()(reply);
isExactly<string | null>()(reply.requestId);
isExactly<number>()(reply.code);
isExactly<string | undefined>()(reply.headers["content-type"]);

isExactly<Call<unknown>>()(client.request({ method: "POST", path: "/alibaba/refund/info", body: { refundId: "TQ1" } }));
const typed = client.request<{ id: string }>({ method: "GET", path: "/x", query: { id: 1n }, safety: "read" });
isExactly<Call<{ id: string }>>()(typed);
// @ts-expect-error the platform supports GET and POST only
client.request({ method: "DELETE", path: "/x" });

const fixed = { timestamp: 1_700_000_000, nonceStr: "a".repeat(32) };
const built = client.buildRequest("alibaba.refund.create", refund, fixed);
isExactly<"GET" | "POST">()(built.method);
isExactly<string | null>()(built.body);
client.buildRequest("alibaba.refund.carriers");
// @ts-expect-error params are required
client.buildRequest("alibaba.refund.create");

isExactly<Client>()(client.withUser(2208515468732n));
await client.alibaba.refund.create(refund, { maxRetries: 0, userId: 1, headers: { "x-trace": "1" }, signal: null });
// @ts-expect-error not an option of a call
await client.alibaba.refund.create(refund, { retries: 0 });

export { names };
