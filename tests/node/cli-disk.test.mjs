/** `pandapon sandbox --state FILE`: one process per file, by whatever path; nothing is lost when the disk fails. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { orderParamsOf, ordersOf } from "./support/buyer.mjs";
import { BIN, control, ended, newFile, run, startSandbox } from "./support/cli.mjs";

const { PATH } = process.env;
const isWindows = process.platform === "win32";

function isInUse({ code, stderr }) {
  assert.match(stderr, /^[^\n]* in use by another sandbox\.\n$/);
  assert.equal(code, 2);
}

/** Waits for the process to exit. Returns its code and output. */
async function endOf({ child, complaints }) {
  const [code] = child.exitCode === null ? await once(child, "close") : [child.exitCode];
  return { code, stderr: (await complaints).join("") };
}

/** One line with a message about the disk, without a stack. */
function isPlain(stderr) {
  assert.match(stderr, /^[^\n]+\.\n$/);
  assert.doesNotMatch(stderr, /mistake|    at |Error:/);
}

test("a file is locked under every path to it, whatever TMPDIR is", async (t) => {
  const file = newFile(t);
  const folder = dirname(file);
  fs.mkdirSync(join(folder, "elsewhere"));
  fs.symlinkSync(folder, join(folder, "elsewhere", "folder"));
  fs.symlinkSync(file, join(folder, "link"));
  fs.symlinkSync("link", join(folder, "link-to-link"));
  const TMPDIR = join(folder, "elsewhere");
  // The links exist before the file does.
  const first = await startSandbox(t, ["--state", join(folder, "link")]);
  const { orderId } = await ordersOf(first).create(await orderParamsOf(first));
  for (const path of [file, "link", "link-to-link", "elsewhere/folder/state", "elsewhere/../state", "./link"]) {
    const state = path.startsWith("/") ? path : `${folder}/${path}`;
    for (const env of [{}, { TMPDIR }, { TMPDIR: "/nowhere" }]) {
      isInUse(await run(["sandbox", "--port", "0", "--state", state], { env }));
    }
  }
  await ended(first.child, "SIGKILL");
  const second = await startSandbox(t, ["--state", join(folder, "elsewhere", "folder", "link-to-link")]);
  assert.equal((await ordersOf(second).list({})).result[0].baseInfo.id, orderId);
  await ended(second.child, "SIGTERM");
  assert.ok(fs.lstatSync(join(folder, "link")).isSymbolicLink(), "links stay links");
  assert.deepEqual(
    fs.readdirSync(folder).sort(),
    ["elsewhere", "link", "link-to-link", "state"],
    "no lock or temporary file remains",
  );
});

test("only one of many concurrent sandboxes gets the file, and a crash releases it", async (t) => {
  const file = newFile(t);
  for (let round = 0; round < 3; round++) {
    const started = await Promise.allSettled(Array.from({ length: 4 }, () => startSandbox(t, ["--state", file])));
    const running = started.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
    assert.equal(running.length, 1, started.map(({ reason }) => reason?.message).join("\n"));
    for (const { reason } of started) if (reason) assert.match(reason.message, /in use by another sandbox/);
    await ended(running[0].child, round === 1 ? "SIGTERM" : "SIGKILL");
  }
});

test("a suspended process keeps its lock", { skip: isWindows }, async (t) => {
  const file = newFile(t);
  const { child } = await startSandbox(t, ["--state", file]);
  child.kill("SIGSTOP");
  isInUse(await run(["sandbox", "--port", "0", "--state", file]));
  child.kill("SIGCONT");
});

test("long names of folders and files are locked, too", { skip: isWindows }, async (t) => {
  const folder = join(dirname(newFile(t)), "f".repeat(200));
  fs.mkdirSync(folder);
  const file = join(folder, "s".repeat(200));
  const { child } = await startSandbox(t, ["--state", file]);
  isInUse(await run(["sandbox", "--port", "0", "--state", file]));
  await ended(child, "SIGTERM");
  assert.deepEqual(fs.readdirSync(folder), [basename(file)]);
});

test("a hard link to the file becomes an independent copy, and nothing is written through it", async (t) => {
  const file = newFile(t);
  const first = await startSandbox(t, ["--state", file]);
  const before = await ordersOf(first).create(await orderParamsOf(first));
  fs.linkSync(file, `${file}-too`);
  const second = await startSandbox(t, ["--state", `${file}-too`]);
  const after = await ordersOf(first).create(await orderParamsOf(first));
  const other = await ordersOf(second).create(await orderParamsOf(second));
  for (const [sandbox, path, ids] of [
    [first, file, [before.orderId, after.orderId]],
    [second, `${file}-too`, [before.orderId, other.orderId]],
  ]) {
    await ended(sandbox.child, "SIGKILL");
    const again = await startSandbox(t, ["--state", path]);
    const { result } = await ordersOf(again).list({});
    assert.deepEqual(result.map(({ baseInfo }) => baseInfo.id).sort(), ids.sort());
  }
});

test("links in place of temporary files are not followed, and leftovers are removed", async (t) => {
  const file = newFile(t);
  const target = join(dirname(file), "precious");
  fs.writeFileSync(target, "precious");
  const leftover = `${file}.0123456789abcdef.new`;
  const links = [`${file}.new`, `${file}.fedcba9876543210.new`, `${file}.tmp`, `${file}.lock`];
  for (const link of links) fs.symlinkSync(target, link);
  fs.writeFileSync(leftover, "half a snapsh");
  const first = await startSandbox(t, ["--state", file]);
  await ordersOf(first).create(await orderParamsOf(first));
  await ended(first.child, "SIGTERM");
  const second = await startSandbox(t, ["--state", file]);
  assert.equal(Number((await ordersOf(second).list({})).totalRecord), 1);
  assert.equal(fs.readFileSync(target, "utf8"), "precious");
  assert.ok(!fs.existsSync(leftover));
  for (const link of links) assert.ok(fs.lstatSync(link).isSymbolicLink());
  if (!isWindows) assert.equal(fs.statSync(file).mode & 0o777, 0o600);
});

/** Makes calls of the file system fail, from the one with this number on. */
function failing(t, method, code, from) {
  const script = join(dirname(newFile(t)), "failing.mjs");
  fs.writeFileSync(
    script,
    `import { open } from "node:fs/promises";
    const handle = await open(process.execPath);
    const proto = Object.getPrototypeOf(handle);
    await handle.close();
    const original = proto.${method};
    let count = 0;
    proto.${method} = function (...args) {
      if (++count < ${from}) return original.apply(this, args);
      const error = { code: "${code}", errno: -1, syscall: "${method}" };
      return Promise.reject(Object.assign(new Error("${code}: injected, ${method}"), error));
    };`,
  );
  return { NODE_OPTIONS: `--import file://${script}` };
}

/** Creates orders until the sandbox exits. @returns the ids in its responses */
async function orderUntilEnd(sandbox) {
  const answered = [];
  const order = await orderParamsOf(sandbox);
  const buy = async () => {
    for (;;) {
      const { orderId } = await ordersOf(sandbox).create(order);
      // No id once the goods are sold out.
      if (orderId) answered.push(orderId);
    }
  };
  const ends = await Promise.allSettled([buy(), buy(), buy()]);
  for (const { reason } of ends) assert.ok(reason.sent !== false || reason.name === "ConnectionError", reason);
  return answered;
}

async function keptAll(t, file, answered) {
  const sandbox = await startSandbox(t, ["--state", file]);
  const ids = [];
  for (let page = 1; ids.length < page * 50; page++) {
    const { result } = await ordersOf(sandbox).list({ page, pageSize: 50 });
    if (result.length === 0) break;
    ids.push(...result.map(({ baseInfo }) => baseInfo.id));
  }
  for (const id of answered) assert.ok(ids.includes(id), `order ${id} was confirmed and is lost`);
  await ended(sandbox.child, "SIGKILL");
}

for (const [method, code, says] of [
  ["writeFile", "ENOSPC", /no space is left on the disk \(ENOSPC\)/],
  ["datasync", "EIO", /the disk failed \(EIO\)/],
  ["writeFile", "EDQUOT", /quota is used up \(EDQUOT\)/],
  ["datasync", "EROFS", /read-only \(EROFS\)/],
]) {
  test(`${code} by ${method} ends the server with a message, and no confirmed order is lost`, async (t) => {
    const file = newFile(t);
    const sandbox = await startSandbox(t, ["--state", file], failing(t, method, code, 20));
    const answered = await orderUntilEnd(sandbox);
    const { code: exitCode, stderr } = await endOf(sandbox);
    assert.equal(exitCode, 74, stderr);
    assert.match(stderr, says);
    isPlain(stderr);
    assert.ok(answered.length > 5);
    await keptAll(t, file, answered);
  });

  test(`${code} by ${method} at startup: a message, and the file is unchanged`, async (t) => {
    const file = newFile(t);
    await ended((await startSandbox(t, ["--state", file])).child, "SIGKILL");
    const before = fs.readFileSync(file, "utf8");
    const env = failing(t, method === "datasync" ? "sync" : method, code, 1);
    const { code: exitCode, stderr } = await run(["sandbox", "--port", "0", "--state", file], { env });
    assert.equal(exitCode, 74, stderr);
    assert.match(stderr.split("\n").at(-2), says);
    isPlain(stderr);
    assert.equal(fs.readFileSync(file, "utf8"), before);
    assert.deepEqual(fs.readdirSync(dirname(file)), ["state"]);
  });
}

function canMount() {
  try {
    execFileSync("unshare", ["-m", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("a disk that is really full", { skip: !canMount() }, async (t) => {
  const folder = fs.mkdtempSync(join(tmpdir(), "pandapon-full-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=600k", "tmpfs", folder]);
  t.after(() => {
    execFileSync("umount", ["-l", folder]);
    fs.rmdirSync(folder);
  });
  const file = join(folder, "state");
  const sandbox = await startSandbox(t, ["--state", file]);
  const answered = await orderUntilEnd(sandbox);
  const { code, stderr } = await endOf(sandbox);
  assert.equal(code, 74, stderr);
  assert.match(stderr, /no space is left on the disk \(ENOSPC\)/);
  isPlain(stderr);
  assert.ok(answered.length > 10);
  execFileSync("mount", ["-o", "remount,size=64m", folder]);
  await keptAll(t, file, answered);
});

for (const [how, spoil] of [
  ["removed", (file) => fs.rmSync(file)],
  ["replaced", (file) => (fs.writeFileSync(`${file}2`, "x"), fs.renameSync(`${file}2`, file))],
  ["moved away with its folder", (file) => fs.renameSync(dirname(file), `${dirname(file)}-moved`)],
]) {
  test(`a file that is ${how} ends the server, because later changes could not be stored`, {
    skip: isWindows,
  }, async (t) => {
    const folder = join(dirname(newFile(t)), "folder");
    fs.mkdirSync(folder);
    const sandbox = await startSandbox(t, ["--state", join(folder, "state")]);
    const order = await orderParamsOf(sandbox);
    await ordersOf(sandbox).create(order);
    spoil(join(folder, "state"));
    await assert.rejects(ordersOf(sandbox).create(order), ({ sent }) => sent);
    const { code, stderr } = await endOf(sandbox);
    assert.deepEqual([code, /removed or replaced/.test(stderr)], [74, true], stderr);
    isPlain(stderr);
  });
}

test("invalid paths are refused with a message, and none blocks", {
  skip: isWindows,
}, async (t) => {
  const folder = dirname(newFile(t));
  const at = (name) => join(folder, name);
  fs.mkdirSync(at("folder"));
  execFileSync("mkfifo", [at("pipe")]);
  fs.symlinkSync("loop", at("loop"));
  fs.writeFileSync(at("file"), "");
  for (const [state, says] of [
    [at("folder"), /is not a file/],
    [at("pipe"), /is not a file/],
    [at("loop"), /circle \(ELOOP\)|The folder .* does not exist/],
    [at("none/state"), /The folder .* does not exist/],
    [at("file/state"), /not a folder \(ENOTDIR\)/],
    ["/dev/full", /is not a file/],
    [at("x".repeat(300)), /name is too long \(ENAMETOOLONG\)/],
  ]) {
    const { code, stderr } = await run(["sandbox", "--port", "0", "--state", state]);
    assert.ok([2, 74].includes(code), `${state}: ${code} ${stderr}`);
    assert.match(stderr, says);
    isPlain(stderr);
  }
});

test("a damaged file is refused with the number of the damaged line", async (t) => {
  const file = newFile(t);
  const { child, access } = await startSandbox(t, ["--state", file]);
  await new Client(access).alibaba.order.list({});
  await control(access, "setFaults", [{ kind: "refusal", code: 7, msg: "no" }]);
  await ended(child, "SIGKILL");
  const [head, ...lines] = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  const batch = (input) => JSON.stringify([{ at: 1, ...input }]);
  const request = { method: "GET", url: "http://sandbox/", headers: [] };
  const wrongLines = [
    "{}",
    "[null]",
    "[1]",
    "[[]]",
    batch({}),
    batch({ at: -1, request }),
    batch({ at: "1", request }),
    batch({ at: 1e300, request }),
    batch({ request: { ...request, url: 1 } }),
    batch({ request: { ...request, headers: [["a"]] } }),
    batch({ request: { ...request, headers: { a: "b" } } }),
    batch({ request: { ...request, body: 1 } }),
    batch({ control: { name: "constructor", params: {} } }),
    batch({ control: { name: "__proto__", params: {} } }),
    batch({ control: { name: "advance" } }),
    batch({ attempt: { id: -1, accepted: true } }),
    batch({ attempt: { id: 1, accepted: "yes" } }),
    "[".repeat(100_000),
    "\u0000".repeat(100),
  ];
  const spoilt = wrongLines.map((wrong) => [[head, wrong, ...lines, ""].join("\n"), /damaged at line 2/]);
  const wrongHead = (change) => [JSON.stringify({ ...JSON.parse(head), ...change }), ""].join("\n");
  const { snapshot } = JSON.parse(head);
  for (const [text, says] of [
    ...spoilt,
    [
      Buffer.concat([Buffer.from(`${head}\n[{"a":"`), Buffer.from([0xff]), Buffer.from(`"}]\n[]\n`)]),
      /damaged at line 2/,
    ],
    [wrongHead({ seed: "1" }), /damaged at line 1/],
    [wrongHead({ seed: -1 }), /damaged at line 1/],
    [wrongHead({ snapshot: 5 }), /damaged at line 1/],
    [wrongHead({ posting: 1 }), /damaged at line 1/],
    [wrongHead({ snapshot: "{}" }), /damaged at line 1/],
    [wrongHead({ snapshot: snapshot.replace('"ahead":0', '"ahead":-1') }), /damaged at line 1/],
    [
      wrongHead({ snapshot: snapshot.replace('"version":2', '"version":3') }),
      /unsupported snapshot version 3, expected 2/,
    ],
    [wrongHead({ format: 2 }), /another version/],
    [Buffer.from([0xff, 0xfe, 0x0a]), /is not a state file/],
    ["\n", /is not a state file/],
    ["null\n", /is not a state file/],
  ]) {
    fs.writeFileSync(file, text);
    const { code, stderr } = await run(["sandbox", "--port", "0", "--state", file]);
    assert.equal(code, 2, `${text.slice(-200)}: ${stderr}`);
    assert.match(stderr, says, String(text.slice(-200)));
    isPlain(stderr.split("\n").slice(-2).join("\n"));
    assert.ok(fs.readFileSync(file).equals(Buffer.from(text)), "the file is not changed");
  }
});

test("a closed standard output is not an error of the program", {
  skip: !fs.existsSync("/dev/full"),
}, async () => {
  const full = fs.openSync("/dev/full", "w");
  const child = spawn(process.execPath, [BIN, "endpoints"], { env: { PATH }, stdio: ["ignore", full, "pipe"] });
  const stderr = (await child.stderr.setEncoding("utf8").toArray()).join("");
  fs.closeSync(full);
  assert.match(stderr, /ENOSPC/);
  assert.doesNotMatch(stderr, /bug/);
});
