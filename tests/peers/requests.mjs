/** Requests for the validators: those that the client builds, and unchecked ones. */
import { Client } from "../../pkg/index.node.js";
import { pathOfJsonText } from "./documents.mjs";
import { write } from "./json.mjs";

const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};

/** Clients for each server and unit of time. */
const clients = new Map();

/** Clients without the rules that are not the vendor's: the schemas of spec/ do not have them. */
function clientAt(baseUrl, timestampUnit) {
  const key = `${timestampUnit} ${baseUrl}`;
  if (!clients.has(key)) clients.set(key, new Client({ ...credentials, baseUrl, timestampUnit, allowUnlikely: true }));
  return clients.get(key);
}

/**
 * Returns the request that the client builds.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {unknown} params
 * @param {"seconds" | "milliseconds"} [timestampUnit]
 * @returns {import("./peers.mjs").Request}
 */
export function built({ document, server, name }, params, timestampUnit = "seconds") {
  const { method, url, headers, body } = clientAt(server, timestampUnit).buildRequest(name, params);
  if (!url.startsWith(server)) throw new Error(`${name} goes to ${url}, and the vendor is at ${server}`);
  return { document, method, target: url.slice(server.length), headers, body: body ?? null };
}

/**
 * Returns the same request with other params, without any checks.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {import("./peers.mjs").Request} request
 * @param {unknown} params as they are on the wire
 */
export function unchecked({ path, inAddress }, request, params) {
  if (inAddress.length === 0) return { ...request, body: write(params) };
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  const query = new URLSearchParams(inAddress.flatMap((name) => (name in params ? [[name, params[name]]] : [])));
  const isFilled = filled !== path;
  return { ...request, target: isFilled || query.size === 0 ? filled : `${filled}?${query}` };
}

/** Returns its JSON texts, each as its own request. */
export function jsonTexts({ document, name, schema }, { headers, body }) {
  const members = Object.entries(schema.properties).filter(([, { contentSchema }]) => contentSchema);
  return members.flatMap(([member]) => {
    const text = JSON.parse(body)[member];
    if (typeof text !== "string") return [];
    return [{ document, method: "POST", target: pathOfJsonText(name, member), headers, body: text }];
  });
}
