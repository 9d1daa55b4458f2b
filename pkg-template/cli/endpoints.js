/** `pandapon endpoints`: what can be called. */
import { endpoints } from "../index.node.js";
import { note, print, printJson } from "./terminal.js";

export const help = `pandapon endpoints [FILTER] [--json]

Lists the endpoints whose name, path or title contains the filter: their name, method and path, what may be done after a
failure (read, idempotent: repeated by itself; once: never), and where the path is from (documented; client: seen in a
public client; derived: derived from the other generation's; unrouted: not public, so that a call takes --route).

  --json  the same, with titles and generations, as a JSON array`;

export const positionals = 1;

export const options = { json: { type: "boolean" } };

export function run({ json }, [filter = ""]) {
  const wanted = filter.toLowerCase();
  const found = endpoints.filter(({ name, path, title }) =>
    [name, path, title].some((text) => text?.toLowerCase().includes(wanted)),
  );
  if (json) return printJson(found);
  for (const line of aligned(found.map(row))) print(line);
  note(`${found.length} of ${endpoints.length} endpoints`);
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
