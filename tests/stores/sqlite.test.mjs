/** The contract of a store, with each driver of SQLite. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import BetterSqlite from "better-sqlite3";
import { output } from "../runtimes/tools.mjs";
import { contract } from "./support/contract.mjs";
import { sqlitePlace } from "./support/places.mjs";

const { DatabaseSync } = await import("node:sqlite");

const drivers = {
  "node:sqlite": (file) => new DatabaseSync(file),
  "better-sqlite3": (file) => new BetterSqlite(file),
  "better-sqlite3 with integers as bigints": (file) => new BetterSqlite(file).defaultSafeIntegers(),
};

for (const [name, connect] of Object.entries(drivers)) {
  describe(name, () => {
    for (const [part, holds] of Object.entries(contract)) {
      test(part, async (t) => {
        const place = await sqlitePlace(connect);
        t.after(() => place.close());
        await holds(place);
      });
    }
  });
}

const script = fileURLToPath(new URL("support/run-contract.mjs", import.meta.url));
const runtimes = { bun: [script, "bun:sqlite"], deno: ["run", "--allow-all", script, "node:sqlite"] };

for (const [runtime, args] of Object.entries(runtimes)) {
  test(`${args.at(-1)} of ${runtime}`, async () => {
    const lines = await output(runtime, args);
    assert.equal(lines.match(/^ok /gm)?.length, Object.keys(contract).length, lines);
  });
}
