/** `npm run bench`: all benchmarks in one run, as a table, and as JSON in `dist/bench.json`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeWithSqlite } from "../tests/runtimes/tools.mjs";
import { rows as decoding } from "./decode.mjs";
import { rows as hostileShapes } from "./hostile-shapes.mjs";
import { rows as ageing } from "./long-life.mjs";
import { rows as signing } from "./sign.mjs";
import { rows as types } from "./types.mjs";

/** @type {{ name: string, unit: string, value: number, bar?: number }[]} a bar is the maximum of the value */
const rows = [];
for (const [subject, measure] of Object.entries({ signing, decoding, ageing, inboxes, types })) {
  console.error(`Measuring ${subject} …`);
  rows.push(...(await measure()));
}

/** In a Node that has node:sqlite, which this one may not. */
function inboxes() {
  const script = fileURLToPath(new URL("inbox.mjs", import.meta.url));
  return JSON.parse(execFileSync(nodeWithSqlite(), ["--no-warnings", script], { encoding: "utf8" }));
}

// These print their own tables.
console.error("Measuring hostile shapes …");
const cells = await hostileShapes();

console.table(
  Object.fromEntries(
    rows.map(({ name, unit, value, bar }) => [
      name,
      {
        value: value.toFixed(2),
        unit,
        bar: bar?.toFixed(2) ?? "",
        "": bar === undefined ? "" : value <= bar ? "met" : "MISSED",
      },
    ]),
  ),
);

const dist = new URL("../dist/", import.meta.url);
mkdirSync(dist, { recursive: true });
writeFileSync(new URL("bench.json", dist), `${JSON.stringify([...rows, ...cells], null, 2)}\n`);
