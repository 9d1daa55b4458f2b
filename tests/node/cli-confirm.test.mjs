/** The question before a call that is sent once: on a terminal, with what is about to happen; elsewhere none. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { BIN, environment, run } from "./support/cli.mjs";
import { listen } from "./support/http.mjs";
import { credentials, orderId, success } from "./support/vendor.mjs";

/** Runs a program on a terminal of its own, and copies standard input to it. */
const TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", "import pty"]).status === 0);
const skip = python ? false : "there is no Python with pty";

const REFUND = [
  "alibaba.refund.create",
  JSON.stringify({
    orderId,
    disputeRequest: "refund",
    applyPayment: 4200,
    applyCarriage: 5,
    applyReasonId: "20028",
    description: "agreed with the seller",
    goodsStatus: "refundWaitSellerSend",
  }),
];

/** A vendor that counts requests, and the variables to reach it. */
async function vendor(t) {
  const paths = [];
  const baseUrl = await listen(t, (request, response) => {
    paths.push(request.url);
    request.resume().on("end", () => response.end(success('{"refundId":"TQ1"}')));
  });
  return { paths, env: { PATH: process.env.PATH, TERM: "dumb", ...environment({ baseUrl, ...credentials }) } };
}

/** Runs a command line on a terminal, where a person types this. Returns the exit code, and all that the terminal shows. */
async function onTerminal(command, env, typed) {
  const child = spawn(/** @type {string} */ (python), ["-c", TERMINAL, ...command], { env });
  child.stdin.on("error", () => {});
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const isAsked = !screen.includes("[y/N]") && (screen + text).includes("[y/N]");
    screen += text;
    if (isAsked) child.stdin.write(typed);
  });
  const [code] = await once(child, "close");
  return { code, screen };
}

const call = (...args) => [process.execPath, BIN, "call", ...args];

test("a call that is sent once is shown on a terminal, with its money, and sent after a yes", { skip }, async (t) => {
  for (const [typed, isSent] of [
    ["y\n", true],
    ["YES\n", true],
    ["\n", false],
    ["n\n", false],
    ["yesterday\n", false],
    // Ctrl+D
    ["\u0004", false],
  ]) {
    const { paths, env } = await vendor(t);
    const { code, screen } = await onTerminal(call(...REFUND), env, typed);
    assert.match(screen, /alibaba\.refund\.create is sent once/);
    assert.match(screen, /applyPayment: 4200 fen = 42\.00 yuan/);
    assert.match(screen, /applyCarriage: 5 fen = 0\.05 yuan/);
    assert.ok(
      screen.includes(orderId) && screen.includes(credentials.userId) && screen.includes(env.PANDAPON_BASE_URL),
    );
    assert.ok(!screen.includes(credentials.accessSecret), screen);
    assert.deepEqual([code, paths.length], isSent ? [0, 1] : [2, 0], `${JSON.stringify(typed)}: ${screen}`);
    assert.equal(/Not confirmed: nothing was sent/.test(screen), !isSent);
  }
});

test("a person is asked also where the params come from a pipe", { skip }, async (t) => {
  const { paths, env } = await vendor(t);
  const piped = [process.execPath, BIN, "call", REFUND[0]].map((word) => `"${word}"`).join(" ");
  for (const [typed, code, sent] of [
    ["n\n", 2, 0],
    ["y\n", 0, 1],
  ]) {
    const result = await onTerminal(["sh", "-c", `echo '${REFUND[1]}' | ${piped}`], env, typed);
    assert.match(result.screen, /\[y\/N\]/);
    assert.deepEqual([result.code, paths.length], [code, sent], result.screen);
  }
});

test("nothing asks with --yes, for a read, for a dry run, or for what is invalid", { skip }, async (t) => {
  const { paths, env } = await vendor(t);
  for (const [args, code, sent] of [
    [[...REFUND, "--yes"], 0, 1],
    [["alibaba.order.get", `{"webSite":"1688","orderId":"${orderId}"}`], 0, 1],
    [[...REFUND, "--dry-run"], 0, 0],
    [["alibaba.refund.create", "{}"], 2, 0],
  ]) {
    paths.length = 0;
    const result = await onTerminal(call(...args), env, "");
    assert.doesNotMatch(result.screen, /\[y\/N\]/);
    assert.deepEqual([result.code, paths.length], [code, sent], result.screen);
  }
});

test("nothing asks where messages do not go to a terminal", async (t) => {
  const { paths, env } = await vendor(t);
  const { code, stderr } = await run(["call", ...REFUND], { env });
  assert.deepEqual([code, paths.length, stderr], [0, 1, ""]);
});

test("what is shown is what is sent, also where a character would hide or turn it", { skip }, async (t) => {
  const { env } = await vendor(t);
  const params = REFUND[1].replace("agreed", "\u202eagreed\u009b2J");
  const { screen } = await onTerminal(call(REFUND[0], params), env, "n\n");
  assert.match(screen, /\\u202eagreed\\u009b2J/);
  assert.doesNotMatch(screen, /[\u202e\u009b]/);
});
