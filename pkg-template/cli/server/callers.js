/**
 * Who may call. The server has no login: whoever reaches it can use it. A web page reaches it from the browser of the
 * very developer who runs it, under a name of its own that resolves to this machine (DNS rebinding), by a form, or by
 * an image. So requests must ask for a known host, and controls must not come from pages.
 */
import { isIP } from "node:net";
import { Refused } from "./refused.js";

/** A name or an address, and maybe a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** What a form can send, and what `fetch` sends by itself: a page needs nobody's leave for it. */
const FORM_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/** So much of a host is repeated in an answer. */
const MAX_QUOTE = 100;

/**
 * The form in which hosts are compared, without the port: lower case, no dot at the end, addresses in their shortest
 * form.
 *
 * @param {string} host as in the header Host
 * @returns {string | undefined} nothing if it is not one
 */
export function canonicalHost(host) {
  if (!HOST.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/\.$/, "");
}

/** Whether a canonical host is this machine, whatever a name server says. */
export function isLoopback(host) {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    host === "[::1]" ||
    // ::ffff:127.0.0.0/104
    /^\[::ffff:7f[\da-f]{2}:[\da-f]+\]$/.test(host)
  );
}

/** The canonical form of what `--host` names: addresses of IPv6 may come without brackets. */
export function hostOf(text) {
  return canonicalHost(isIP(text) === 6 ? `[${text}]` : text);
}

/**
 * Refuses a request that asks for another host.
 *
 * @param {Set<string>} hosts what `--host` names, in the canonical form
 * @param {import("node:http").IncomingMessage} req
 * @param {string | null} header Host, as all its lines together
 */
export function checkHost(hosts, req, header) {
  // A client that takes this server for a proxy names the host twice.
  const [, ofTarget] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(req.url) ?? [];
  for (const host of ofTarget === undefined ? [header] : [header, ofTarget]) {
    const canonical = canonicalHost(host ?? "");
    const isKnown = canonical !== undefined && (isLoopback(canonical) || hosts.has(canonical) || isOwn(canonical, req));
    if (!isKnown) throw new Refused(421, unknownHost(canonical));
  }
}

/** Whether it is the address by which the request came in: only where --host has the server listen on it. */
function isOwn(host, { socket: { localAddress = "" } }) {
  return host === hostOf(localAddress.replace(/^::ffff:(?=\d+\.)/i, ""));
}

function unknownHost(host) {
  if (host === undefined) return "Requests need a header Host that names this machine, such as localhost.";
  const name = host.length > MAX_QUOTE ? `${host.slice(0, MAX_QUOTE)}…` : host;
  return `Requests for the host ${name} are refused. Start the sandbox with --host ${name} to allow them.`;
}

/**
 * Refuses a request from a web page, but for a page of this server.
 *
 * @param {Headers} headers
 * @param {boolean} cors whether pages of all origins may call
 */
export function checkPage(headers, cors) {
  if (cors) return;
  const site = headers.get("sec-fetch-site")?.toLowerCase() ?? "none";
  if (!["none", "same-origin"].includes(site) || isForeignOrigin(headers)) {
    throw new Refused(403, "Requests from web pages are refused. Start the sandbox with --cors to allow them.");
  }
  if (!isBrowser(headers)) return;
  const type = (headers.get("content-type") ?? "").split(";", 1)[0].trim().toLowerCase();
  if (FORM_TYPES.includes(type)) {
    throw new Refused(415, "Forms of web pages are refused. Send the body as content-type: application/json.");
  }
}

function isForeignOrigin(headers) {
  const origin = headers.get("origin");
  return origin !== null && origin.toLowerCase() !== `http://${headers.get("host")}`.toLowerCase();
}

/** Old browsers send no Sec-Fetch-Site, and no Origin with a form. Programs in other languages send none of these. */
function isBrowser(headers) {
  const says = ["sec-fetch-site", "origin", "referer"].some((name) => headers.has(name));
  return says || /^mozilla\//i.test(headers.get("user-agent") ?? "");
}
