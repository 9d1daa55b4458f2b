/** The records of a listing that comes in pages, as one sequence. */

import { rememberEndpoint } from "./answers.js";
import { member, readOptions } from "./encode-params.js";
import { AbortError, configError, DecodeError, rethrow } from "./errors.js";
import { copy, pick } from "./validate-options.js";
import { Listing } from "./wasm/pandapon_bg.js";

/** @param {Function} method of a client: its name is that of its endpoint */
export function paginate(method, params, options) {
  if (typeof method !== "function") {
    throw configError("method must be a method of a client, such as client.alibaba.order.list");
  }
  const given = copy("params", params);
  const start = readOptions(given, ["beginPage", "pageNo", "page"]);
  const { read } = member(method, "name");
  const name = typeof read === "string" && read !== "" ? read : "this function";
  const listing = rethrow(() => new Listing(name, start));
  return records(method, name, listing, given, options);
}

async function* records(method, name, listing, params, options) {
  const facts = { endpoint: name, safety: "read" };
  try {
    for (let next = listing.next; next; next = listing.next) {
      const data = await method({ ...params, ...JSON.parse(next) }, options);
      const list = rethrow(() => listing.read(jsonOf(data, facts)), facts);
      if (list === undefined) continue;
      for (const record of Array.isArray(data) ? data : (data?.[list] ?? [])) {
        const { signal } = pick(options, ["signal"]);
        if (member(signal, "aborted").read) {
          const message = `${name}: aborted by the caller between two records`;
          const cause = member(signal, "reason").read;
          throw new AbortError({ name: "AbortError", message, sent: false, cause, ...facts });
        }
        yield rememberEndpoint(record, name);
      }
    }
  } finally {
    listing.free();
  }
}

/** The data as JSON text. An engine reads structures that are nested deeper than it writes. */
function jsonOf(data, facts) {
  try {
    return JSON.stringify(data ?? null);
  } catch {
    const message = `${facts.endpoint}: the data of a page is nested too deep to find its records`;
    throw new DecodeError({ name: "DecodeError", message, sent: true, ...facts });
  }
}
