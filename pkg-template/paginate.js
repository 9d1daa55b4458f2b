/** The records of a listing that comes in pages, as one sequence. */
import { goesOn, paging as readPaging } from "./wasm/pandapon_bg.js";
import { configError, decodeError } from "./errors.js";

/** @param {Function} method of a client: its name is that of its endpoint */
export function paginate(method, params, options) {
  if (typeof method !== "function") {
    throw configError("method must be a method of a client, such as client.alibaba.order.list");
  }
  const paging = JSON.parse(readPaging(method.name) ?? "null");
  if (!paging) throw configError(`${method.name || "this function"} gives no pages: take a method that lists records`);
  return records(method, paging, params, options);
}

async function* records(method, paging, params, options) {
  const first = Number(params?.[paging.page] ?? 1);
  let soFar = 0;
  let before;
  for (let page = first; ; page++) {
    const data = await method({ ...params, [paging.page]: page }, options);
    const found = recordsOf(data, paging, method.name);
    // A vendor that does not count its pages may give the last one for ever.
    const same = JSON.stringify(found);
    if (same === before) return;
    before = same;
    for (const record of found) {
      if (options?.signal?.aborted) throw options.signal.reason;
      yield record;
    }
    soFar += found.length;
    const total = (name) => (Number.isFinite(data?.[name]) ? data[name] : undefined);
    if (!goesOn(page, found.length, soFar, total(paging.totalRecords), total(paging.totalPages))) return;
  }
}

/** The list of records: the one that is declared, or the only one there is. */
function recordsOf(data, paging, name) {
  if (data === null) return [];
  if (Array.isArray(data)) return data;
  const declared = data[paging.records];
  if (Array.isArray(declared)) return declared;
  const lists = Object.values(data).filter(Array.isArray);
  if (lists.length === 1) return lists[0];
  const isEmpty = lists.length === 0 && (paging.records ? declared == null : Object.keys(data).length === 0);
  if (isEmpty) return [];
  throw decodeError(`${name}: the answer holds ${lists.length} lists, so its records cannot be told`);
}
