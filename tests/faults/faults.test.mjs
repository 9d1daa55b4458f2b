/**
 * Every fault of a server, for every kind of call, in every runtime: what the client reports, how often the call arrived, and
 * whether the next call works. Prints the table, and writes it to dist/faults.json.
 *
 * FAULTS and FAULTS_RUNTIMES, regular expressions, select faults and runtimes during development.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { kinds } from "./calls.mjs";
import { faults as allFaults } from "./faults.mjs";
import { impossible } from "./impossible.mjs";
import { runtimes as allRuntimes, prepare } from "./runtimes.mjs";
import { startServer } from "./server.mjs";
import { linesOf, problemsOf, resultOf } from "./table.mjs";

/** Time limit of a program for its cells. */
const LIMIT = 400_000;

const chosen = (variable, name) => new RegExp(process.env[variable] ?? "").test(name);
const faults = allFaults.filter(({ name }) => chosen("FAULTS", name));
const runtimes = Object.entries(allRuntimes).filter(([name]) => chosen("FAULTS_RUNTIMES", name));

/** The results of the cells. */
const results = [];
const problems = new Map();
/** The version of each runtime, or why it stopped. */
const versions = {};
const stopped = {};

const seconds = (started) => `${((performance.now() - started) / 1000).toFixed(0)} s`;

/** Returns the cells of a runtime. A proxy has a lower limit for bodies than the large requests. */
const cellsFor = ({ proxy = false }) =>
  faults
    .filter(({ filler }) => !(filler && proxy))
    .flatMap((fault) => {
      const fitting = kinds.filter(({ method }) => fault.methods?.includes(method) ?? true);
      return fitting.map((kind) => ({ fault, ...kind, proxy }));
    });

async function run(name, runtime, files) {
  const started = performance.now();
  const server = await startServer(files);
  const { cells, done } = await server.open(cellsFor(runtime));
  const progress = () =>
    console.log(
      `${name}: ${cells.filter(({ report }) => report).length} of ${cells.length} cells after ${seconds(started)}`,
    );
  const timer = setInterval(progress, 15_000);
  try {
    await runtime.run({ control: server.address, done, signal: AbortSignal.timeout(LIMIT) });
  } catch (error) {
    stopped[name] = error.message;
  } finally {
    clearInterval(timer);
    await Promise.all(cells.map((cell) => cell.close()));
    await server.stop();
  }
  versions[name] = await runtime.version();
  for (const cell of cells) {
    const result = resultOf(name, cell);
    results.push(result);
    problems.set(result, problemsOf(result, cell.fault));
  }
  console.log(
    `${name} ${versions[name]}: ${cells.length} cells in ${seconds(started)}${stopped[name] ? `, stopped: ${stopped[name]}` : ""}`,
  );
}

before(async () => {
  const files = await prepare();
  for (const [, { build }] of runtimes) await build?.();
  const waiting = [...runtimes];
  // Two at a time, because they mostly wait.
  const lane = async () => {
    while (waiting.length > 0) await run(...waiting.shift(), files);
  };
  await Promise.all([lane(), lane()]);
  const order = runtimes.map(([name]) => name);
  results.sort((one, other) => order.indexOf(one.runtime) - order.indexOf(other.runtime));
  const rows = faults.flatMap(({ name }) => results.filter(({ fault }) => fault === name));
  console.log(`\n${linesOf(rows, problems).join("\n")}\n`);
  for (const { reason, ...where } of impossible) console.log(`impossible: ${reason} ${JSON.stringify(where)}`);
  const wrong = rows.filter((result) => problems.get(result).length > 0);
  console.log(`${results.length} cells, ${wrong.length} wrong`);
  mkdirSync("dist", { recursive: true });
  const cells = rows.map((result) => ({ ...result, problems: problems.get(result) }));
  writeFileSync("dist/faults.json", `${JSON.stringify({ runtimes: versions, stopped, impossible, cells }, null, 1)}\n`);
});

for (const [name] of runtimes) {
  test(`${name} completes its calls`, () => assert.equal(stopped[name], undefined));
}

for (const { name, does } of faults) {
  test(`${name}: ${does}`, () => {
    const wrong = results.filter((result) => result.fault === name && problems.get(result).length > 0);
    assert.deepEqual(
      wrong.map((result) => `${result.runtime}, ${result.safety} ${result.method}: ${problems.get(result).join("; ")}`),
      [],
    );
  });
}
