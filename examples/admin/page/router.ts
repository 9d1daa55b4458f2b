/** Where the page is, in the address after the #: `#/orders/3305075341149134261?page=2`. */
import { signal } from "@preact/signals";

export interface Place {
  /** `["orders", "3305075341149134261"]` */
  path: readonly string[];
  query: URLSearchParams;
}

function here(): Place {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

export const place = signal(here());
addEventListener("hashchange", () => (place.value = here()));

/** An address inside the page. Members of the query that are empty are left out. */
export function link(path: readonly string[], query: Record<string, string | number | undefined> = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const words = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${words ? `?${words}` : ""}`;
}

export const go = (address: string) => (location.hash = address);

/** Changes the query without a new entry in the history, for text that is being typed. */
export function replace(address: string) {
  history.replaceState(null, "", address);
  place.value = here();
}
