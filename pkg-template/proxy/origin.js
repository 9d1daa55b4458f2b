/** Where a request comes from: a page of this site, or one that makes a browser send it. */
import { describe, notAnAnswer, within } from "./asking.js";
import { Refusal } from "./refusal.js";

/**
 * Refuses a request that was sent to another name than those of `hosts`. A page can have its own name pointed at this server
 * (DNS rebinding). Its browser then takes the two for the same site, and only the name tells them apart.
 */
export function checkHost({ url }, hosts) {
  if (!hosts || isAmong(hosts, new URL(url))) return;
  throw new Refusal(421, "unknown_host", "the proxy does not answer under this name");
}

/** Refuses what a page of another site makes a browser send. */
export async function checkPage(request, endpoint, settings) {
  const { csrf, origins, authorizeTimeout } = settings;
  const origin = request.headers.get("origin");
  if (origins && origin !== null && !origins.has(origin)) {
    throw new Refusal(403, "unknown_origin", "pages of this origin may not call");
  }
  if (csrf === "same-origin") return checkSameOrigin(request, origin, endpoint, settings);
  const { name, safety } = endpoint;
  const answer = await within(authorizeTimeout, request.signal, "csrf", () => csrf(request, { name, safety }));
  if (answer === true) return;
  // Anything else that JavaScript takes for true, such as a Response that refuses, is no yes.
  if (answer === false || answer === undefined || answer === null) throw crossSite();
  throw notAnAnswer("csrf", "true or false", describe(answer));
}

/**
 * Browsers say where a request comes from, and no page can change it. What says nothing comes from no page of today's; all the
 * same it may only read.
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
  // By the host: behind a proxy that ends TLS the scheme is another.
  const isOwn = page && (page.host === own.host || (hosts && isAmong(hosts, page)));
  if (site === null && !isOwn) throw crossSite();
  if (!hosts && page && mayBeRebound(page, own)) {
    const message = "pages over plain http may not call, unless the option origins of the proxy names them";
    throw new Refusal(403, "unknown_origin", message);
  }
}

/**
 * Whether the name of the page's host may have been pointed here by somebody else. It may not where TLS has proved the name,
 * nor where there is none to point: in addresses of IP, and in those of this machine.
 */
function mayBeRebound(page, own) {
  if (page.protocol !== "http:" || own.protocol !== "http:") return false;
  const { hostname } = page;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !isAddress && hostname !== "localhost" && !hostname.endsWith(".localhost");
}

/** A host among the names is with any port, unless it has one. */
function isAmong(hosts, { host, hostname }) {
  return hosts.has(host) || hosts.has(hostname);
}

function crossSite() {
  return new Refusal(403, "cross_site", "only a page of this very site may call");
}
