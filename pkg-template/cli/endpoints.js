/** `pandapon endpoints`: lists the endpoints. */
import { endpoints } from "../index.node.js";
import { note, print, printJson } from "./output.js";

export const help = `pandapon endpoints [FILTER] [--json]

Lists the endpoints whose name, path or title contains the filter, with these columns:

  name, method, path
  safety      read and idempotent calls are retried automatically; once: never retried
  provenance  of the path: documented; client: seen in a public client; derived: from the other generation's;
              unrouted: not public, so a call needs --route

  --json  prints a JSON array, with titles and generations`;

export const positionals = 1;

export const options = { json: { type: "boolean" } };

export function run({ json }, [filter = ""]) {
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
