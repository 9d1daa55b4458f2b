/** `pandapon endpoints`: lists the endpoints, or shows what one takes and returns. */
import { endpoints } from "../index.node.js";
import { describeEndpoint } from "./declarations.js";
import { note, print, printJson, wrapped } from "./output.js";

export const help = `pandapon endpoints [FILTER|NAME] [--json]

Lists the endpoints whose name, path or title contains the filter, with these columns:

  name, method, path
  safety      read and idempotent calls are retried automatically; once: never retried
  provenance  of the path: documented; client: seen in a public client; derived: from the other generation's;
              unrouted: not public, so a call needs --route

For the whole name of an endpoint, shows what it takes and returns: each field with its type, whether it is required,
its meaning and unit, and "inferred" where it is not on a page of the platform.

  pandapon endpoints refund
  pandapon endpoints alibaba.refund.create

  --json  prints a JSON array, with titles and generations; for one endpoint, an object with its params and result`;

export const positionals = 1;

export const options = { json: { type: "boolean" } };

export function run({ json }, [filter = ""]) {
  const endpoint = endpoints.find(({ name }) => name === filter);
  if (endpoint) return json ? printJson({ ...endpoint, ...describeEndpoint(filter) }) : show(endpoint);
  const lowerCase = filter.toLowerCase();
  const matches = endpoints.filter(({ name, path, title }) =>
    [name, path, title].some((text) => text?.toLowerCase().includes(lowerCase)),
  );
  if (json) return printJson(matches);
  for (const line of aligned(matches.map(row))) print(line);
  note(`${matches.length} of ${endpoints.length} endpoints`);
}

function row({ name, method, path, safety, provenance }) {
  return [name, method, path ?? "-", safety, provenance];
}

function aligned(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

function show({ name, method, path, safety, provenance }) {
  const { description, pages, params, result } = describeEndpoint(name);
  print(`${name}\n${method} ${path ?? "(not public: a call needs --route)"} · ${safety} · path: ${provenance}\n`);
  print(wrapped([description, ...pages].join("\n\n")));
  showShape("Takes", params);
  showShape("Returns", result);
}

/**
 * @param {string} title
 * @param {import("./declarations.js").Shape} shape
 */
function showShape(title, { type, values, members }) {
  print(`\n${title}: ${type === "unknown" ? "not documented" : type}`);
  if (values) print(wrapped(values.join(" | "), "  "));
  showMembers(members, "  ", new Set([type]));
}

/**
 * Prints members, below each those of its type, unless they were shown before.
 *
 * @param {import("./declarations.js").Member[] | undefined} members
 * @param {string} indent
 * @param {Set<string>} shown
 */
function showMembers(members = [], indent, shown) {
  for (const { name, type, required, provenance, description, values, members: inner } of members) {
    const marks = [type, required && "required", provenance === "inferred" && "inferred"].filter(Boolean);
    const isShown = inner && shown.has(type);
    print(`${indent}${name}  (${marks.join(", ")}${isShown ? ", as above" : ""})`);
    if (description) print(wrapped(description, `${indent}    `));
    if (values) print(wrapped(values.join(" | "), `${indent}    `));
    if (!inner || isShown) continue;
    shown.add(type);
    showMembers(inner, `${indent}  `, shown);
  }
}
