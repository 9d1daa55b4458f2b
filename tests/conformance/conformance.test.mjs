/**
 * The sandbox over HTTP, checked by an independent tool: Schemathesis generates valid and invalid requests from the documents of
 * spec/, signs them without this package (hooks.py), and checks each response against the documents.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PYTHON } from "../../setup/python.mjs";
import { startSandbox } from "../node/support/cli.mjs";
import { documentOf } from "./documents.mjs";
import { stock } from "./stock.mjs";

const HOOKS = fileURLToPath(new URL("hooks.py", import.meta.url));

/** No server error, and no response whose status, type or content is not in the documents. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
].join();

/** Maximum number of generated requests per endpoint, beside those that follow from the document alone. */
const MOST_EXAMPLES = "15";

for (const [generation, fewest, succeeding] of [
  ["v1", 1500, 20],
  ["v2", 1500, 20],
]) {
  test(`generation ${generation}: every response of the sandbox conforms to the documents`, async (t) => {
    const { access } = await startSandbox(t);
    const folder = mkdtempSync(join(tmpdir(), "pandapon-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, `${generation}.json`);
    writeFileSync(file, JSON.stringify(documentOf(generation)));
    const tally = join(folder, "tally.json");
    const env = { SANDBOX: JSON.stringify({ ...access, known: await stock(access) }), TALLY: tally };
    const { code, said } = await schemathesis(folder, file, access.baseUrl, env);
    const codes = Object.values(JSON.parse(readFileSync(tally, "utf8")));
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    const cases = sum(codes.flatMap(Object.values));
    const successes = codes.map((of) => of["200"] ?? 0).filter(Boolean);
    const tells = `${cases} cases for ${codes.length} endpoints, ${sum(successes)} successes at ${successes.length} of them`;
    t.diagnostic(tells);
    assert.equal(code, 0, said);
    assert.ok(cases >= fewest && successes.length >= succeeding, tells);
  });
}

async function schemathesis(cwd, file, url, env) {
  const options = ["--checks", CHECKS, "--max-examples", MOST_EXAMPLES, "--generation-deterministic"];
  // Slow and large requests are allowed by the documents.
  const others = ["--suppress-health-check", "all", "--continue-on-failure", "--no-color", "--warnings", "off"];
  const args = ["-m", "schemathesis.cli", "run", file, "--url", url, "--phases", "examples,coverage,fuzzing"];
  const child = spawn(PYTHON, [...args, ...options, ...others], {
    cwd,
    env: { ...process.env, ...env, SCHEMATHESIS_HOOKS: HOOKS },
  });
  const text = async (stream) => (await stream.setEncoding("utf8").toArray()).join("");
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, said: stdout + stderr };
}
