// Options of a client.
import { Client, type ClientOptions, type Fetch } from "pandapon";
import { isExactly } from "./equal.js";

const accessKey = "0123456789abcdef0123456789abcdef";
const accessSecret = "secret";
const userId = "2208515468732";
declare const environment: Record<string, string | undefined>;
const notes: unknown[] = [];

new Client({ accessKey, accessSecret, userId });
new Client({ accessKey, accessSecret, userId: 2208515468732n });
new Client({ accessKey, userId, signer: ({ accessKey, timestamp, nonceStr }) => accessKey + timestamp + nonceStr });
new Client({ accessKey, userId, signer: async ({ nonceStr }) => nonceStr });
new Client({ baseUrl: "/api", signer: "proxy" });
new Client({ baseUrl: "/api", signer: "proxy", userId: 2208515468732n, headers: { authorization: "Bearer 1" } });
// @ts-expect-error baseUrl is missing
new Client({ signer: "proxy" });
// @ts-expect-error a page has no secret
new Client({ baseUrl: "/api", signer: "proxy", accessSecret });
// @ts-expect-error not a signer
new Client({ accessKey, userId, signer: "function" });
// What is missing is read from the environment.
new Client();
new Client({ accessKey, userId });
new Client({ accessKey, accessSecret });
new Client({ accessKey: environment["KEY"], accessSecret: environment["SECRET"], userId: environment["USER_ID"] });
// @ts-expect-error both a secret and a signer
new Client({ accessKey, accessSecret, userId, signer: () => "" });
// @ts-expect-error a signer builds its own string to sign
new Client({ accessKey, userId, signer: () => "", stringToSign: () => "" });
// @ts-expect-error not an option
new Client({ accessKey, accessSecret, userId, baseURL: "https://api.pandapon.com" });

const options: ClientOptions = {
  accessKey,
  accessSecret,
  userId,
  baseUrl: environment["PANDAPON_BASE_URL"],
  timeout: 10_000,
  maxRetries: 0,
  headers: { "x-trace": "1" },
  routes: { "alibaba.refund.reasons": "POST /alibaba/refund/reasons" },
  timestampUnit: "milliseconds",
  stringToSign: ({ accessKey, timestamp, nonceStr, accessSecret }) => accessKey + timestamp + nonceStr + accessSecret,
  allowUnknown: true,
  allowUnlikely: false,
  logger: { debug: (message) => notes.push(message), error: (message, ...details) => notes.push(message, ...details) },
  beforeSend: async ({ endpoint, body }) => void notes.push(endpoint, body?.length),
  onRequest: ({ endpoint, method, url, attempt, body }) =>
    notes.push(endpoint, method, url, attempt.toFixed(), body?.length),
  onResponse: ({ status, headers }) => notes.push(status.toFixed(), headers["content-type"]?.length),
  onRetry: ({ error, pause }) => notes.push(error?.length, pause.toFixed()),
  onEnd: ({ callId, outcome, sent, duration, error }) => {
    isExactly<"success" | "refused" | "aborted" | "failed">()(outcome);
    notes.push(callId, String(sent), duration.toFixed(), String(error));
  },
};
const client = new Client(options);
await client.alibaba.order.list({}, { allowUnknown: true, allowUnlikely: true });
notes.push(client.hasRoute("alibaba.order.get"), client.hasRoute("alibaba.*"), client.hasRoute("*"));
// @ts-expect-error unknown endpoint
client.hasRoute("alibaba.order.gte");
// @ts-expect-error not an option of a call
await client.alibaba.order.list({}, { retries: 3 });
// @ts-expect-error unknown endpoint
new Client({ ...options, routes: { "alibaba.refund.reason": "POST /x" } });
// @ts-expect-error a route is a method and a path
new Client({ ...options, routes: { "alibaba.refund.reasons": "/x" } });
// @ts-expect-error the unit is one of two words
new Client({ ...options, timestampUnit: "ms" });

const own: Fetch = async (url, { method, headers, body }) => ({
  status: url.length + method.length + (body?.length ?? 0),
  headers: new Map(Object.entries(headers)),
  text: async () => "{}",
});
new Client({ ...options, fetch: own });
// @ts-expect-error the response has no body
new Client({ ...options, fetch: async () => ({ status: 200, headers: {} }) });
