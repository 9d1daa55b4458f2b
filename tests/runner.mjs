// Runs steps until one fails, and counts the tests that they ran.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {Record<string, string>} [env]
 * @property {keyof typeof counters} [counts] whose words its tests are counted by; a step without just has to succeed
 * @property {string[]} [in] the smaller runs that it belongs to
 */

/** How the programs that run tests say how many passed, failed, and did not run at all. */
const counters = {
  cargo: { passed: /^test result: .* (\d+) passed;/gm, failed: / (\d+) failed;/g, notRun: / (\d+) ignored;/g },
  node: {
    passed: /^ℹ pass (\d+)$/gm,
    failed: /^ℹ (?:fail|cancelled) (\d+)$/gm,
    notRun: /^ℹ (?:skipped|todo) (\d+)$/gm,
  },
};

/**
 * Runs the steps in their order, until the first failure. Ends with a table, and the line `N passed, N failed`.
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
    (failed > 0 && "succeeded, and yet reported failed tests") ||
    (notRun > 0 && `left out ${notRun} of its tests, which then prove nothing`) ||
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
 * Runs a command, shows what it prints, and keeps that.
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
