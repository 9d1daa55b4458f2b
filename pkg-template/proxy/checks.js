/** Checks of a request before it is authorised: its host, endpoint and headers, and the page that it comes from. */
import { endpoints } from "pandapon";
import { callWithTimeout, describeType, invalidResult } from "./authorization.js";
import { Refusal } from "./refusal.js";

/** In characters: longer than any content type or id. The server in front may allow headers of any length. */
const MAX_HEADER = 256;

/** Returns the endpoint named by the last segment of the path, wherever the proxy is mounted. */
export function endpointOf({ method, url }, allowed) {
  if (method !== "POST") {
    throw new Refusal(405, "method_not_allowed", "calls must be POST requests", { headers: { allow: "POST" } });
  }
  const { pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  const endpoint = allowed.get(name);
  if (endpoint && !pathname.includes("//")) return endpoint;
  const isKnown = endpoints.some((known) => known.name === name) && !endpoint;
  if (isKnown) throw new Refusal(403, "endpoint_not_allowed", `the proxy does not allow ${name}`);
  throw new Refusal(404, "unknown_endpoint", "unknown endpoint");
}

/**
 * Checks for JSON and the call's id in a custom header, which no form of another site can send.
 *
 * @returns {{ id: string, user: string | null }} the id, and the sub-account that the page asks for
 */
export function readHeaders({ headers }) {
  if (!/^application\/json\s*(;|$)/i.test(header(headers, "content-type"))) {
    throw new Refusal(415, "unsupported_media_type", "content-type must be application/json");
  }
  const id = header(headers, "x-pandapon-call") ?? "";
  if (!/^\w{16,64}$/.test(id)) {
    throw new Refusal(
      400,
      "invalid_call_id",
      "the header x-pandapon-call must hold a new id for each call: 16 to 64 letters, digits and underscores",
    );
  }
  const user = header(headers, "x-pandapon-user");
  if (user !== null && !/^[!-~]+$/.test(user)) {
    throw new Refusal(400, "invalid_header", "the header x-pandapon-user must hold the id of a sub-account");
  }
  return { id, user };
}

function header(headers, name) {
  const value = headers.get(name);
  if (value === null || value.length <= MAX_HEADER) return value;
  throw new Refusal(400, "invalid_header", `the header ${name} is longer than ${MAX_HEADER} characters`);
}

/**
 * Refuses a request for a host that is not among `hosts`. The owner of a domain can point it at this server (DNS rebinding):
 * the browser then takes its pages for the same site, and only the host tells them apart.
 */
export function checkHost({ url }, hosts) {
  if (!hosts || isListed(hosts, new URL(url))) return;
  throw new Refusal(421, "unknown_host", "the proxy does not serve this host");
}

/** Refuses requests from pages of other sites. */
export async function checkPage(request, endpoint, settings) {
  const { csrf, origins, authorizeTimeout } = settings;
  const origin = request.headers.get("origin");
  if (origins && origin !== null && !origins.has(origin)) {
    throw new Refusal(403, "unknown_origin", "requests from this origin are not allowed");
  }
  if (csrf === "same-origin") return checkSameOrigin(request, origin, endpoint, settings);
  const { name, safety } = endpoint;
  const result = await callWithTimeout(authorizeTimeout, request.signal, "csrf", () => csrf(request, { name, safety }));
  if (result === true) return;
  // Other truthy values, such as a Response that refuses, do not allow the call.
  if (result === false || result === undefined || result === null) throw crossSite();
  throw invalidResult("csrf", "true or false", describeType(result));
}

/**
 * Browsers state where a request comes from, and no page can change that. A request without such a header does not come from
 * a page of a current browser; it may only read.
 */
function checkSameOrigin({ headers, url }, origin, { safety }, { origins, hosts }) {
  if (origins && origin !== null) return;
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") throw crossSite();
  if (origin === null) {
    if (site === null && safety !== "read") throw crossSite();
    return;
  }
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  const own = new URL(url);
  // By the host: behind a proxy that terminates TLS the scheme differs.
  const isOwn = page && (page.host === own.host || (hosts && isListed(hosts, page)));
  if (site === null && !isOwn) throw crossSite();
  if (!hosts && page && mayBeRebound(page, own)) {
    const message = "pages over plain HTTP are not allowed unless the proxy's option origins names them";
    throw new Refusal(403, "unknown_origin", message);
  }
}

/**
 * Returns whether somebody else may have pointed the page's host name at this server. Not where TLS has proved the name, nor
 * for IP addresses and the names of this machine.
 */
function mayBeRebound(page, own) {
  if (page.protocol !== "http:" || own.protocol !== "http:") return false;
  const { hostname } = page;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !isAddress && hostname !== "localhost" && !hostname.endsWith(".localhost");
}

/** Returns whether a host is listed. A listed name without a port matches every port. */
function isListed(hosts, { host, hostname }) {
  return hosts.has(host) || hosts.has(hostname);
}

function crossSite() {
  return new Refusal(403, "cross_site", "cross-site requests are not allowed");
}
