/**
 * Checks who calls. The server has no login: everyone who reaches it can use it. Web pages reach it from the browser of the
 * developer who runs it: under a domain that resolves to this machine (DNS rebinding), by a form, or by an image. So
 * requests must name a known host, and must not come from pages of other servers: they would fill the log, or use controls.
 */
import { isIP } from "node:net";
import { HttpError } from "./errors.js";

/** A name or an address, with or without a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** The content types that a page can send without a preflight request. */
const FORM_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/** How many characters of a host an error repeats. */
const MAX_QUOTE = 100;

/**
 * Returns a host in the form that is compared: without the port, in lower case, without a dot at the end, addresses in
 * their shortest form.
 *
 * @param {string} host as in the header Host
 * @returns {string | undefined} `undefined` if it is not a host
 */
export function canonicalHost(host) {
  if (!HOST.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/\.$/, "");
}

/** Returns whether a canonical host is this machine, whatever a name server resolves it to. */
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

/** Returns the canonical form of a `--host`: IPv6 addresses may have no brackets. */
export function hostOf(text) {
  return canonicalHost(isIP(text) === 6 ? `[${text}]` : text);
}

/**
 * Refuses a request for another host.
 *
 * @param {Set<string>} hosts the values of `--host`, in canonical form
 * @param {import("node:http").IncomingMessage} req
 * @param {string | null} header Host, with all its lines joined
 */
export function checkHost(hosts, req, header) {
  // A client that uses this server as a proxy names the host twice.
  const [, ofTarget] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(req.url ?? "") ?? [];
  for (const host of ofTarget === undefined ? [header] : [header, ofTarget]) {
    const canonical = canonicalHost(host ?? "");
    const isKnown = canonical !== undefined && (isLoopback(canonical) || hosts.has(canonical) || isOwn(canonical, req));
    if (!isKnown) throw new HttpError(421, unknownHost(canonical));
  }
}

/** Returns whether a host is the address that received the request, on which --host made the server listen. */
function isOwn(host, { socket: { localAddress = "" } }) {
  return host === hostOf(localAddress.replace(/^::ffff:(?=\d+\.)/i, ""));
}

function unknownHost(host) {
  if (host === undefined) return "Requests need a header Host that names this machine, such as localhost.";
  const name = host.length > MAX_QUOTE ? `${host.slice(0, MAX_QUOTE)}…` : host;
  return `Requests for the host ${name} are refused. Start the sandbox with --host ${name} to allow them.`;
}

/**
 * Refuses a request from a web page of another server.
 *
 * @param {Headers} headers
 * @param {boolean} cors whether pages of all origins may call
 */
export function checkPage(headers, cors) {
  if (cors) return;
  const site = headers.get("sec-fetch-site")?.toLowerCase() ?? "none";
  if (!["none", "same-origin"].includes(site) || isForeignOrigin(headers)) {
    throw new HttpError(403, "Requests from web pages are refused. Start the sandbox with --cors to allow them.");
  }
  if (!isBrowser(headers)) return;
  const type = (headers.get("content-type") ?? "").split(";", 1)[0].trim().toLowerCase();
  if (FORM_TYPES.includes(type)) {
    throw new HttpError(415, "Forms of web pages are refused. Send the body as content-type: application/json.");
  }
}

function isForeignOrigin(headers) {
  const origin = headers.get("origin");
  return origin !== null && origin.toLowerCase() !== `http://${headers.get("host")}`.toLowerCase();
}

/** Old browsers send no Sec-Fetch-Site, and no Origin with a form. Other programs send none of these headers. */
function isBrowser(headers) {
  const hasHeader = ["sec-fetch-site", "origin", "referer"].some((name) => headers.has(name));
  return hasHeader || /^mozilla\//i.test(headers.get("user-agent") ?? "");
}
