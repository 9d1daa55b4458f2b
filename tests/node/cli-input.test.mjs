/** Input of the command line: pipes and files, read automatically where that is unambiguous, with limits. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { BIN, newFile, run, startSandbox } from "./support/cli.mjs";

const { PATH } = process.env;
const NAME = "alibaba.product.searchByKeyword";
const MUGS = '{"keyword": "mug"}';

/** Runs a shell line. Returns its output. */
function shell(line, env, call) {
  const command = `"${process.execPath}" "${BIN}" ${call}`;
  return execFileSync("sh", ["-c", line.replace("CALL", command)], { env: { PATH, ...env }, encoding: "utf8" });
}

test("piped input is read automatically, and an argument takes precedence", async (t) => {
  const { env } = await startSandbox(t);
  const file = newFile(t);
  writeFileSync(file, MUGS);
  const named = /Ceramic mug/;
  for (const line of [`echo '${MUGS}' | CALL`, `(sleep 0.5; echo '${MUGS}') | CALL`, `CALL <"${file}"`]) {
    assert.match(shell(line, env, `call ${NAME}`), named, line);
    assert.match(shell(line, env, `call ${NAME} -`), named, line);
  }
  assert.match(shell(`echo nonsense | CALL`, env, `call ${NAME} '${MUGS}'`), named);
  for (const line of ["CALL </dev/null", "CALL <&-", "printf '' | CALL", "echo | CALL"]) {
    assert.match(shell(line, env, "call alibaba.order.list"), /"result"/, line);
  }
  const wrong = await run(["call", NAME], { env, input: "nonsense" });
  assert.deepEqual([wrong.code, /request is not JSON/.test(wrong.stderr)], [2, true], wrong.stderr);
});

/** Runs a call whose standard input is a pipe that is neither written to nor closed. */
async function withSilentPipe(args, env) {
  const child = spawn(process.execPath, [BIN, "call", ...args], { env: { PATH, ...env } });
  const text = async (stream) => (await stream.setEncoding("utf8").toArray()).join("");
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

test("a silent open pipe is not waited for forever: reads continue, calls that may cost money do not", async (t) => {
  const { env } = await startSandbox(t);
  const read = await withSilentPipe(["alibaba.order.list"], env);
  assert.match(read.stdout, /"result"/);
  assert.match(read.stderr, /open pipe without data/);
  const paying = await withSilentPipe(["alibaba.order.payUrl"], env);
  assert.deepEqual([paying.code, paying.stdout], [2, ""]);
  assert.match(paying.stderr, /open pipe without data: pass the request as JSON/);
  assert.equal((await withSilentPipe(["no.such.endpoint"], env)).code, 2);
});

test("a silent open pipe is not read if the params are given", async (t) => {
  const { env } = await startSandbox(t);
  const start = Date.now();
  const { code, stdout } = await withSilentPipe([NAME, MUGS], env);
  assert.deepEqual([code, /Ceramic mug/.test(stdout)], [0, true]);
  assert.ok(Date.now() - start < 3000, "it waited for the pipe");
});

test("input has a maximum length and nesting", async (t) => {
  const env = { PANDAPON_ACCESS_KEY: "a".repeat(32), PANDAPON_ACCESS_SECRET: "b".repeat(32) };
  const long = `{"keyword": "${"x".repeat(16_777_216)}"}`;
  const file = newFile(t);
  writeFileSync(file, long);
  const maximum = /^The input is longer than 16777216 bytes, the maximum\.$/m;
  for (const args of [
    ["call", NAME, "--dry-run"],
    ["call", NAME, "-", "--dry-run"],
    ["verify", "--authorization", "00"],
  ]) {
    const { code, stderr } = await run(args, { env, input: long });
    assert.equal(code, 2, stderr);
    assert.match(stderr, maximum);
  }
  const verified = await run(["verify", file, "--authorization", "00"], { env });
  assert.deepEqual([verified.code, maximum.test(verified.stderr)], [2, true], verified.stderr);
  for (const [text, says] of [
    ["[".repeat(2_000_000), /nested deeper than 128/],
    [`${'{"a":'.repeat(200)}1${"}".repeat(200)}`, /nested deeper than 128/],
    ['"'.repeat(2_000_000), /not JSON/],
    [`"${'\\"'.repeat(1_000_000)}`, /not JSON/],
  ]) {
    const { code, stderr } = await run(["call", NAME, "--dry-run"], { env, input: text });
    assert.equal(code, 2);
    assert.match(stderr, says);
    assert.ok(stderr.length < 300, stderr);
  }
  // Brackets in strings do not count as nesting.
  const brackets = JSON.stringify({ keyword: `"\\${"[{".repeat(1000)}` });
  assert.equal((await run(["call", NAME, "--dry-run"], { env, input: brackets })).code, 0);
});
