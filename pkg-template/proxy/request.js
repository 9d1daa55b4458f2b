/** What a request to the proxy must be before anybody is asked about it. */
import { endpoints } from "pandapon";
import { Refusal } from "./refusal.js";

/** Longer than any content type or id of a sub-account: a header may be as long as the server allows. */
const MAX_HEADER = 256;

/** The endpoint that the last segment of the path names, wherever the proxy is mounted. */
export function endpointOf({ method, url }, allowed) {
  if (method !== "POST") {
    throw new Refusal(405, "method_not_allowed", "calls are POST requests", { headers: { allow: "POST" } });
  }
  const { pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  const endpoint = allowed.get(name);
  if (endpoint && !pathname.includes("//")) return endpoint;
  const isKnown = endpoints.some((known) => known.name === name) && !endpoint;
  if (isKnown) throw new Refusal(403, "endpoint_not_allowed", `${name} is not among those that the proxy allows`);
  throw new Refusal(404, "unknown_endpoint", "no endpoint has this name");
}

/**
 * What no form of another site can send: JSON, and a header of our own, the call's id.
 *
 * @returns {{ id: string, wanted: string | null }} the id, and the sub-account that the page asks for
 */
export function checkForm({ headers }) {
  if (!/^application\/json\s*(;|$)/i.test(header(headers, "content-type"))) {
    throw new Refusal(415, "unsupported_media_type", "content-type must be application/json");
  }
  const id = header(headers, "x-pandapon-call") ?? "";
  if (!/^\w{16,64}$/.test(id)) {
    throw new Refusal(400, "invalid_call_id", "the header x-pandapon-call must be an id of its own for each call");
  }
  const wanted = header(headers, "x-pandapon-user");
  if (wanted !== null && !/^[!-~]+$/.test(wanted)) {
    throw new Refusal(400, "invalid_header", "the header x-pandapon-user must be the id of a sub-account");
  }
  return { id, wanted };
}

function header(headers, name) {
  const value = headers.get(name);
  if (value === null || value.length <= MAX_HEADER) return value;
  throw new Refusal(400, "invalid_header", `the header ${name} is longer than ${MAX_HEADER} characters`);
}
