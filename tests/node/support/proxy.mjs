/** A page and its proxy, over a real node:http server or straight, before a vendor that answers what a test tells it to. */
import { Client, nodeListener } from "../../../pkg/index.node.js";
import { createProxy } from "../../../pkg/proxy/index.js";
import { listen } from "./http.mjs";
import { clientOf } from "./vendor.mjs";

export const origin = "https://shop.example";

/** What browsers send with the request of a page's own site. */
export const fromOwnPage = { "sec-fetch-site": "same-origin", origin };

let calls = 0;

/** An id as a page makes it, another for each call. */
export const callId = () => `call${String(++calls).padStart(28, "0")}`;

/** A proxy of a vendor that gives these answers; what was sent there, and what the audit heard. */
export function proxyOf(answers, options = {}, clientOptions = {}) {
  const { client, requests } = clientOf(answers, clientOptions);
  const events = [];
  const proxy = createProxy({
    client,
    allow: ["*"],
    authorize: () => true,
    audit: (event) => events.push(event),
    ...options,
  });
  return { proxy, requests, events };
}

/** A request as a page sends it, but for what a test wants otherwise; a header of `undefined` is left out. */
export function asPage(name, params = {}, { headers = {}, url = `${origin}/api/${name}`, ...init } = {}) {
  const all = { "content-type": "application/json", "x-pandapon-call": callId(), ...fromOwnPage, ...headers };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const body = typeof params === "string" || params instanceof ReadableStream ? params : JSON.stringify(params);
  return new Request(url, { method: "POST", headers: given, body, duplex: "half", ...init });
}

/** The status of an answer, and the failure that it tells of. */
export async function refusal(answer) {
  const { status, headers } = await answer;
  const { failure } = await (await answer).json();
  return { status, headers, failure };
}

/** A client in a page of a proxy. Its fetch adds what a browser does. */
export function pageOf(proxy, options = {}) {
  const fetch = (url, { signal, ...init }) => {
    const request = new Request(url, { ...init, headers: { ...init.headers, ...fromOwnPage }, signal });
    return proxy(request);
  };
  return new Client({ baseUrl: `${origin}/api`, signer: "proxy", fetch, ...options });
}

/** Serves a handler over node:http until the test ends. Returns its URL. */
export const serve = (t, handler) => listen(t, nodeListener(handler));
