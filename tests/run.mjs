// `npm test`: all checks of the repository in order, up to the first failure. `npm run test:quick` and `npm run lint` run those
// that are marked so: `node tests/run.mjs [quick|lint]`.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PYTHON } from "../setup/python.mjs";
import { runSteps } from "./runner.mjs";

const strictly = ["--", "--deny", "warnings"];
const clippy = ["cargo", "clippy"];
const wasmClippy = ["cargo", "xtask", "wasm", "clippy", "--package"];
const wasmTest = ["cargo", "wasm-test", "--package", "pandapon", "--test", "wasm", "--features", "fetch"];
/** Features for Rust programs and the repository's generators, which the npm package does not need. */
const features = ["--features", "pandapon/describe,pandapon/reqwest,pandapon/tracing,pandapon/jiff,pandapon/chrono"];

/** The flags of fuzz/.cargo/config.toml, which cargo reads only in that folder. */
const fuzzing = { RUSTFLAGS: "--cfg fuzzing" };

/** For test files that build into the same folder. */
const oneByOne = "--test-concurrency=1";

/** Named one by one: the projects beside them have tests for other runners. */
const packed = ["tarball", "runtimes", "once", "examples"].map((name) => `tests/runtimes/${name}.test.mjs`);

/** @type {import("./runner.mjs").Step[]} */
const steps = [
  { name: "Rust format", command: ["cargo", "fmt", "--all", "--check"], in: ["quick", "lint"] },
  {
    name: "Rust format of the fuzz targets",
    command: ["cargo", "fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"],
    in: ["quick", "lint"],
  },
  {
    name: "clippy",
    command: [...clippy, "--workspace", "--all-targets", ...features, ...strictly],
    in: ["quick", "lint"],
  },
  { name: "clippy, signing alone", command: [...clippy, "--lib", "--no-default-features", ...strictly], in: ["lint"] },
  {
    name: "clippy, pandapon.wasm",
    command: [...wasmClippy, "pandapon", "--no-default-features", "--features", "js", ...strictly],
    in: ["lint"],
  },
  {
    name: "clippy, sandbox.wasm",
    command: [...wasmClippy, "pandapon-sandbox", "--features", "js", ...strictly],
    in: ["lint"],
  },
  {
    name: "clippy, the transport for Rust in browsers",
    command: [...wasmClippy, "pandapon", "--no-default-features", "--features", "fetch", ...strictly],
    in: ["lint"],
  },
  {
    name: "clippy, the front end in Rust",
    command: [
      "cargo",
      "xtask",
      "wasm",
      "clippy",
      "--release",
      "--manifest-path",
      "examples/yew/Cargo.toml",
      ...strictly,
    ],
    in: ["lint"],
  },
  { name: "clippy, pandapon_sign.wasm", command: [...wasmClippy, "pandapon-signer", ...strictly], in: ["lint"] },
  {
    name: "Rust tests",
    command: ["cargo", "test", "--workspace", ...features],
    counts: "cargo",
  },
  {
    name: "Rust tests, without those of documentation",
    command: ["cargo", "test", "--workspace", ...features, "--tests"],
    counts: "cargo",
    only: "quick",
  },
  {
    name: "The sandbox under tens of thousands of random calls",
    // All test targets, as above: one alone would be compiled with other features of its dependencies.
    command: ["cargo", "test", "--workspace", ...features, "--tests", "money_stock_states_and_messages_are_consistent"],
    env: { PANDAPON_MODEL_RUNS: "1000" },
    counts: "cargo",
  },
  { name: "JavaScript: format and lint", command: ["npx", "--no-install", "biome", "ci"], in: ["quick", "lint"] },
  { name: "Spelling", command: [join(dirname(PYTHON), "typos")], in: ["lint"] },
  { name: "Sources and licences of dependencies", command: ["cargo", "xtask", "supply-chain"], in: ["lint"] },
  {
    name: "Fuzz targets: clippy, libFuzzer's binaries included",
    command: [...clippy, "--manifest-path", "fuzz/Cargo.toml", "--all-targets", ...strictly],
    env: fuzzing,
    in: ["lint"],
  },
  {
    name: "Fuzz targets: their corpus, and mutations of it",
    command: ["cargo", "test", "--manifest-path", "fuzz/Cargo.toml", "--no-default-features"],
    env: fuzzing,
    counts: "cargo",
  },
  { name: "Crates: documented in each combination of features", command: ["cargo", "xtask", "features"], only: "lint" },
  { name: "Crates: compiled by the oldest Rust that they support", command: ["cargo", "xtask", "msrv"], only: "lint" },
  {
    name: "Crates, as they would be published",
    command: ["cargo", "xtask", "dry-publication"],
  },
  { name: "Rust tests on wasm32, in Node", command: wasmTest, counts: "cargo" },
  {
    name: "Rust tests on wasm32, in Chromium",
    command: wasmTest,
    env: { WASM_BINDGEN_USE_BROWSER: "1", WASM_BINDGEN_TEST_WEBDRIVER_JSON: "tests/webdriver.json" },
    counts: "cargo",
  },
  { name: "Build of the npm package", command: ["cargo", "xtask", "build"], in: ["quick", "lint"] },
  { name: "JavaScript: types", command: ["node", "tests/types/javascript/check.mjs"], in: ["lint"] },
  { name: "API reference, without a warning", command: ["cargo", "xtask", "docs"] },
  { name: "Package in Node and for TypeScript", command: nodeTest("tests/node"), counts: "node" },
  {
    name: "Package in Node, without what takes long",
    command: brief(nodeTest("tests/node")),
    counts: "node",
    only: "quick",
  },
  { name: "Inbox on SQLite and Postgres", command: ["node", "tests/stores/run.mjs"], counts: "node" },
  { name: "Package under odd inputs", command: nodeTest("tests/fuzz"), counts: "node" },
  { name: "Judged by Prism, openapi-core and liblzma", command: nodeTest("tests/peers"), counts: "node" },
  { name: "Sandbox over HTTP, judged by Schemathesis", command: nodeTest("tests/conformance"), counts: "node" },
  { name: "Signing in Python, Go and Java", command: nodeTest("tests/signers"), counts: "node" },
  { name: "The front end in Rust", command: ["cargo", "xtask", "yew-example"] },
  { name: "Package in Chromium", command: nodeTest("tests/browser"), counts: "node" },
  {
    name: "Packed package, in every runtime and bundler, and in the examples",
    command: ["node", "--test", oneByOne, "--test-reporter=spec", ...packed],
    counts: "node",
  },
  { name: "Faults of a server, in every runtime", command: nodeTest("tests/faults"), counts: "node" },
  { name: "The tool for daily work, in Chromium", command: nodeTest("tests/admin", oneByOne), counts: "node" },
  { name: "A refund by hand in it, in each browser", command: nodeTest("tests/admin-browsers"), counts: "node" },
];

/**
 * @param {string} folder whose files `*.test.mjs` hold the tests
 * @param {string[]} options
 */
function nodeTest(folder, ...options) {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).sort() : [];
  const files = names.filter((name) => name.endsWith(".test.mjs")).map((name) => join(folder, name));
  // Without any, the folder itself is named: the step then fails with a message.
  return ["node", "--test", "--test-reporter=spec", ...options, ...(files.length > 0 ? files : [folder])];
}

/** Leaves out the files that start processes, compile TypeScript, or last: they take four fifths of the time. */
function brief(command) {
  const long =
    /\/(cli-\w+|types|docs|readme|demo|shop|inbox|event-store|long-life|wasm-memory|loading|client)\.test\.mjs$/;
  return command.filter((argument) => !long.test(argument));
}

const part = process.argv[2];
const left = steps.filter((step) => step.only && step.only !== part);
const linted = left.filter(({ only }) => only === "lint").map(({ name }) => name);
if (!part) console.log(`Left to npm run lint, for the minutes they take: ${linted.join("; ")}.`);
await runSteps(steps.filter((step) => !left.includes(step) && (!part || step.only || step.in?.includes(part))));
