/** Pages and proxies, over node:http or directly, with a vendor of scripted responses behind them. */
import { Client, nodeListener } from "../../../pkg/index.node.js";
import { createProxy } from "../../../pkg/proxy/index.js";
import { listen } from "./http.mjs";
import { clientOf } from "./vendor.mjs";

export const origin = "https://shop.example";

/** The headers of browsers with a same-origin request. */
export const fromOwnPage = { "sec-fetch-site": "same-origin", origin };

let calls = 0;

/** Returns a new call id, as a page makes it. */
export const callId = () => `call${String(++calls).padStart(28, "0")}`;

/** Returns a proxy of a vendor with these answers, the requests to the vendor, and the events of the audit. */
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

/** Returns a request of a page, with changes; a header of `undefined` is left out. */
export function asPage(name, params = {}, { headers = {}, url = `${origin}/api/${name}`, ...init } = {}) {
  const all = { "content-type": "application/json", "x-pandapon-call": callId(), ...fromOwnPage, ...headers };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const body = typeof params === "string" || params instanceof ReadableStream ? params : JSON.stringify(params);
  return new Request(url, { method: "POST", headers: given, body, duplex: "half", ...init });
}

/** Returns status, headers and failure of a response. */
export async function refusal(answer) {
  const { status, headers } = await answer;
  const { failure } = await (await answer).json();
  return { status, headers, failure };
}

/** Returns a client in a page of a proxy. Its fetch adds the headers of a browser. */
export function pageOf(proxy, options = {}) {
  const fetch = (url, { signal, ...init }) => {
    const request = new Request(url, { ...init, headers: { ...init.headers, ...fromOwnPage }, signal });
    return proxy(request);
  };
  return new Client({ baseUrl: `${origin}/api`, signer: "proxy", fetch, ...options });
}

/** Serves a handler over node:http until the test ends. Returns its URL. */
export const serve = (t, handler) => listen(t, nodeListener(handler));
