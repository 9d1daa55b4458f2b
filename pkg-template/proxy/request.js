/** What a request to the proxy must be before anybody is asked about it. */
import { endpoints } from "pandapon";
import { Refusal } from "./refusal.js";

/** How long a body may take to arrive, in milliseconds: or slow ones would hold every place. */
const BODY_TIMEOUT = 30_000;

/** The endpoint that the last segment of the path names, wherever the proxy is mounted. */
export function endpointOf({ method, url }, allowed) {
  if (method !== "POST") throw new Refusal(405, "calls are POST requests", { headers: { allow: "POST" } });
  const { pathname } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  const endpoint = allowed.get(name);
  if (endpoint && !pathname.includes("//")) return endpoint;
  const isKnown = endpoints.some((known) => known.name === name) && !endpoint;
  if (isKnown) throw new Refusal(403, `${name} is not among those that the proxy allows`);
  throw new Refusal(404, "no endpoint has this name");
}

/**
 * What no form of another site can send: JSON, and a header of our own, the call's id.
 *
 * @returns {string} the id
 */
export function checkForm({ headers }) {
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type"))) {
    throw new Refusal(415, "content-type must be application/json");
  }
  const id = headers.get("x-pandapon-call") ?? "";
  if (!/^\w{16,64}$/.test(id))
    throw new Refusal(400, "the header x-pandapon-call must be an id of its own for each call");
  return id;
}

/** Refuses what a page of another site makes a browser send. */
export async function checkPage(request, endpoint, csrf) {
  if (csrf === "same-origin" ? isFromOwnPage(request, endpoint) : await asked(csrf, request, endpoint)) return;
  throw new Refusal(403, "only a page of this very site may call");
}

/**
 * Browsers say where a request comes from, and no page can change it. What says nothing comes from no page of today's; all the
 * same it may only read.
 */
function isFromOwnPage({ headers, url }, { safety }) {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null) return site === "same-origin";
  if (origin === null) return safety === "read";
  // By the host: behind a proxy that ends TLS the scheme is another.
  return URL.canParse(origin) && new URL(origin).host === new URL(url).host;
}

async function asked(csrf, request, { name, safety }) {
  try {
    return await csrf(request, { name, safety });
  } catch (error) {
    console.error("pandapon: csrf threw:", error);
    throw new Refusal(500, "the proxy could not tell where this comes from");
  }
}

/** The params in the body. Whole numbers that JavaScript would round come out as strings, as ids may. */
export async function paramsOf(request, maxBytes) {
  const bytes = await bodyOf(request, maxBytes);
  let params;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    params = JSON.parse(text.replace(STRING_OR_NUMBER, exact), withoutPrototype);
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
  if (typeof params === "object" && params !== null && !Array.isArray(params)) return params;
  throw new Refusal(400, "the body must be a JSON object");
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function exact(token) {
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** Whoever copies such a member into an object of theirs would change what all objects are. */
function withoutPrototype(name, value) {
  if (name === "__proto__") throw new TypeError("no member may be called so");
  return value;
}

/** The whole body, of which no more than allowed is ever read. */
async function bodyOf({ headers, body }, maxBytes) {
  const tooLarge = () => new Refusal(413, `the request is larger than ${maxBytes} bytes`);
  if (Number(headers.get("content-length")) > maxBytes) throw tooLarge();
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    cancel();
  }, BODY_TIMEOUT);
  try {
    const parts = [];
    let size = 0;
    for (let part; !(part = await reader.read()).done;) {
      size += part.value.length;
      if (size > maxBytes) throw tooLarge();
      parts.push(part.value);
    }
    if (late) throw new Refusal(408, "the body did not arrive in time");
    return await new Blob(parts).arrayBuffer();
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, "the body broke off");
  } finally {
    clearTimeout(timer);
    cancel();
  }
}
