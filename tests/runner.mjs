// Runs steps until one fails, and counts their tests.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {Record<string, string>} [env]
 * @property {keyof typeof counters} [counts] the test program whose output is counted; without it, only the exit code matters
 * @property {string[]} [in] the smaller runs that include it
 * @property {string} [only] the one run that includes it
 */

/** Patterns of the output of test programs: how many tests passed, failed, and did not run. */
const counters = {
  cargo: { passed: /^test result: .* (\d+) passed;/gm, failed: / (\d+) failed;/g, notRun: / (\d+) ignored;/g },
  node: {
    passed: /^ℹ pass (\d+)$/gm,
    failed: /^ℹ (?:fail|cancelled) (\d+)$/gm,
    notRun: /^ℹ (?:skipped|todo) (\d+)$/gm,
  },
};

/**
 * Runs the steps in order, until the first failure. Prints a table at the end, and the line `N passed, N failed`.
 * @param {Step[]} steps
 */
export async function runSteps(steps) {
  const results = [];
  for (const step of steps) {
    results.push(await run(step));
    if (results.at(-1).problem) break;
  }
  report(steps, results);
}

/** @param {Step} step */
async function run({ name, command, env, counts }) {
  console.log(`\n=== ${name}: ${command.join(" ")}`);
  const started = performance.now();
  const { exitCode, output } = await outputOf(command, env);
  const seconds = (performance.now() - started) / 1000;
  const { passed, failed, notRun } = counts ? count(output, counters[counts]) : { passed: 0, failed: 0, notRun: 0 };
  const problem =
    (exitCode !== 0 && `failed with exit code ${exitCode}`) ||
    (failed > 0 && "succeeded, but reported failed tests") ||
    (notRun > 0 && `skipped ${notRun} of its tests`) ||
    (counts && passed === 0 && "ran no test");
  return { name, passed, failed: problem ? Math.max(failed, 1) : 0, seconds, problem };
}

/**
 * @param {string} output
 * @param {{ passed: RegExp, failed: RegExp, notRun: RegExp }} counter
 */
function count(output, { passed, failed, notRun }) {
  const sum = (/** @type {RegExp} */ number) =>
    [...output.matchAll(number)].reduce((total, [, digits]) => total + Number(digits), 0);
  return { passed: sum(passed), failed: sum(failed), notRun: sum(notRun) };
}

/**
 * Runs a command, and both prints and returns its output.
 * @param {string[]} command
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ exitCode: number | string, output: string }>}
 */
function outputOf([program, ...args], env) {
  const colours = process.stdout.isTTY ? { CARGO_TERM_COLOR: "always", FORCE_COLOR: "1" } : {};
  const child = spawn(program === "node" ? process.execPath : program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...colours, ...env },
  });
  let output = "";
  const keep = (/** @type {string} */ text) => (output += text);
  child.stdout.setEncoding("utf8").on("data", keep).pipe(process.stdout, { end: false });
  child.stderr.setEncoding("utf8").on("data", keep).pipe(process.stderr, { end: false });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ exitCode: error.message, output }));
    child.on("close", (code, signal) => {
      resolve({ exitCode: code ?? `${signal}`, output: stripVTControlCharacters(output) });
    });
  });
}

/**
 * @param {Step[]} steps
 * @param {Awaited<ReturnType<typeof run>>[]} results
 */
function report(steps, results) {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const row = (/** @type {string} */ name, /** @type {(string | number)[]} */ ...cells) =>
    console.log(name.padEnd(width) + cells.map((cell) => String(cell).padStart(9)).join(""));
  console.log();
  row("step", "passed", "failed", "seconds");
  for (const { name, passed, failed, seconds } of results) row(name, passed, failed, seconds.toFixed(1));
  for (const { name } of steps.slice(results.length)) row(name, "not run");
  const { name, problem } = results.at(-1);
  if (problem) {
    console.log(`\n${name} ${problem}.`);
    process.exitCode = 1;
  }
  const total = (/** @type {"passed" | "failed"} */ key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
}
