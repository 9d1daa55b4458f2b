// Runs the tests of this folder in a Node that has node:sqlite: this one, or the newest that setup/ installs.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeWithSqlite } from "../runtimes/tools.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"));
const args = [
  "--test",
  "--test-reporter=spec",
  "--no-warnings",
  ...process.argv.slice(2),
  ...files.map((name) => folder + name),
];
const { status, error } = spawnSync(nodeWithSqlite(), args, { stdio: "inherit" });
if (error) throw error;
process.exitCode = status ?? 1;
