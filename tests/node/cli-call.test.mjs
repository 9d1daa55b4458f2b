/** `pandapon call`, `endpoints` and the command line as such: JSON in, JSON out, exit codes, and no key in any output. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { test } from "node:test";
import { endpoints } from "../../pkg/index.node.js";
import { BIN, environment, run } from "./support/cli.mjs";
import { listen, unusedUrl } from "./support/http.mjs";
import { credentials, once as onceCall, orderId, success } from "./support/vendor.mjs";

/** A vendor over HTTP with a fixed response, which records the bodies of requests. */
async function vendor(t, answer) {
  const bodies = [];
  const baseUrl = await listen(t, async (request, response) => {
    bodies.push((await request.setEncoding("utf8").toArray()).join(""));
    answer(response, request);
  });
  return { bodies, env: environment({ baseUrl, ...credentials }) };
}

const keys = [credentials.accessKey, credentials.accessSecret];

test("a call: params and data are JSON, and ids keep their digits", async (t) => {
  const { bodies, env } = await vendor(t, (response) => response.end(success(`{"baseInfo":{"id":${orderId}}}`)));
  for (const id of [orderId, `"${orderId}"`]) {
    const { code, stdout } = await run(["call", "alibaba.order.get", `{"webSite":"1688","orderId":${id}}`], { env });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { baseInfo: { id: orderId } });
  }
  const input = `{ "webSite": "1688", "orderId": ${orderId} }`;
  assert.equal((await run(["call", "alibaba.order.get", "-"], { env, input })).code, 0);
  for (const body of bodies) assert.match(body, new RegExp(`"orderId":"?${orderId}"?[,}]`));
  assert.equal(bodies.length, 3);
});

test("--with-response prints the envelope, the status and the headers, too", async (t) => {
  const { env } = await vendor(t, (response) => response.setHeader("x-trace", "1").end(success('"done"')));
  const { stdout } = await run(["call", "alibaba.order.list", "--with-response"], { env });
  const { data, code, status, headers } = JSON.parse(stdout);
  assert.deepEqual([data, code, status, headers["x-trace"]], ["done", 200, 200, "1"]);
});

test("exit codes distinguish failures", async (t) => {
  const refusal = '{"requestId":"0a","code":5010,"developId":"1","msg":"no","data":null}';
  const cases = [
    [1, (response) => response.end(refusal), /ApiError.*5010/],
    [1, (response) => response.writeHead(403).end("<html>"), /HTTP 403/],
    [4, (response) => response.writeHead(502).end("<html>"), /HTTP 502/],
    [4, (response) => response.end("<html>"), /DecodeError/],
    [4, (response) => response.destroy(), /ConnectionError.*may have reached/],
    [4, () => {}, /TimeoutError/],
  ];
  const [name, params] = onceCall;
  for (const [expected, answer, says] of cases) {
    const { env, bodies } = await vendor(t, answer);
    const { code, stdout, stderr } = await run(["call", name, JSON.stringify(params), "--timeout", "1000"], { env });
    assert.deepEqual([code, stdout, bodies.length], [expected, "", 1], stderr);
    assert.match(stderr, says);
  }
});

test("exit code 3: no listener, so nothing was sent", async () => {
  const env = environment({ ...credentials, baseUrl: await unusedUrl() });
  const [name, params] = onceCall;
  const { code, stderr } = await run(["call", name, JSON.stringify(params)], { env });
  assert.equal(code, 3, stderr);
  assert.match(stderr, /ConnectionError/);
});

test("exit code 2: errors before anything is sent", async () => {
  const env = environment({ ...credentials, baseUrl: await unusedUrl() });
  const cases = [
    [[], /COMMAND/],
    [["buy"], /Unknown command/],
    [["call"], /name of an endpoint is missing/],
    [["call", "alibaba.order.gets"], /RouteError.*nearest is alibaba\.order\.get/],
    [["call", "alibaba.order.get", "{"], /not JSON/],
    [["call", "alibaba.order.get", "{}"], /ValidationError.*webSite is required/],
    [["call", "alibaba.refund.carriers"], /RouteError/],
    [["call", "alibaba.order.list", "{}", "{}"], /Too many arguments/],
    [["call", "alibaba.order.list", "--timeout", "soon"], /--timeout must be a whole number/],
    [["call", "alibaba.order.list", "--surprise"], /--surprise/],
    [["call", "alibaba.order.list", "--timestamp-unit", "days"], /ConfigError.*timestampUnit/],
  ];
  for (const [args, says] of cases) {
    const { code, stdout, stderr } = await run(args, { env });
    assert.equal(code, 2, stderr);
    assert.match(stdout + stderr, says);
  }
  const { code, stderr } = await run(["call", "alibaba.order.list"]);
  assert.equal(code, 2);
  assert.match(stderr, /PANDAPON_ACCESS_KEY/);
});

test("a route that is not public, by option or by the environment", async (t) => {
  const paths = [];
  const { env } = await vendor(t, (response, { method, url }) => {
    paths.push(`${method} ${url}`);
    response.end(success("[]"));
  });
  const name = "alibaba.refund.carriers";
  assert.equal((await run(["call", name, "--route", "GET /by/option"], { env })).code, 0);
  const routes = JSON.stringify({ [name]: "GET /by/environment" });
  assert.equal((await run(["call", name], { env: { ...env, PANDAPON_ROUTES: routes } })).code, 0);
  assert.deepEqual(paths, ["GET /by/option", "GET /by/environment"]);
});

test("--dry-run shows the request, digit for digit, without keys and without sending", async () => {
  const params = `{"webSite":"1688","orderId":${orderId}}`;
  const { code, stdout } = await run(["call", "alibaba.order.get", params, "--dry-run"]);
  assert.equal(code, 0);
  const { method, url } = JSON.parse(stdout);
  assert.deepEqual([method, url], ["POST", "https://api.pandapon.com/alibaba/order/detail"]);
  assert.match(stdout, new RegExp(`"orderId":"?${orderId}"?[,}]`));
});

test("keys are never printed, not even if the vendor sends them back", async (t) => {
  const echo = `{"requestId":"0a","code":1,"developId":"1","msg":"unknown ${keys.join(" and ")}","data":null}`;
  const { env } = await vendor(t, (response) => response.end(echo));
  const byOptions = ["--access-key", keys[0], "--access-secret", keys[1]];
  const surplus = [keys[1], keys[1]];
  const words = [["--verbose"], ["--verbose", ...byOptions], [...byOptions, "--dry-run"], surplus, ["--help"]];
  for (const args of words) {
    const { stdout, stderr } = await run(["call", "alibaba.order.list", ...args], { env });
    for (const key of keys) assert.ok(!(stdout + stderr).includes(key), stdout + stderr);
  }
});

test("retries are logged; --verbose logs each attempt; a file gets no colours", async (t) => {
  let count = 0;
  const { env } = await vendor(t, (response) => response.writeHead(count++ === 0 ? 503 : 200).end(success("[]")));
  const { code, stderr } = await run(["call", "alibaba.order.list", "--verbose"], { env });
  assert.equal(code, 0);
  assert.match(stderr, /try 1.*\n.*503\n.*next try in \d+ ms\n.*try 2.*\n.*200\n$/);
  assert.doesNotMatch(stderr, /\u001b/);
});

const INTERRUPTED = [
  [...onceCall, /Interrupted: the request may have reached the platform/],
  ["alibaba.cart.setQuantity", { id: "1", quantity: 2 }, /Interrupted: the request may have reached the platform/],
  ["alibaba.order.get", { webSite: "1688", orderId }, /Interrupted: nothing was bought or changed/],
];

for (const [name, params, message] of INTERRUPTED) {
  test(`an interruption of ${name} says whether it may have changed something`, async (t) => {
    let arrived;
    const arrival = new Promise((resolve) => (arrived = resolve));
    const { env } = await vendor(t, () => arrived());
    const child = spawn(process.execPath, [BIN, "call", name, JSON.stringify(params)], { env });
    const complaints = child.stderr.setEncoding("utf8").toArray();
    await arrival;
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    assert.equal(code, 130);
    assert.match((await complaints).join(""), message);
  });
}

const made = success('{"success":true,"totalSuccessAmount":700,"orderId":"3305075341149134261"}');

test("the result of a call goes to standard error if the reader of standard output has gone", async (t) => {
  const [name, params] = onceCall;
  let child;
  const { env } = await vendor(t, (response) => {
    child.stdout.destroy();
    response.end(made);
  });
  child = spawn(process.execPath, [BIN, "call", name, JSON.stringify(params)], { env });
  const complaints = child.stderr.setEncoding("utf8").toArray();
  const [code] = await once(child, "close");
  assert.equal(code, 74);
  assert.match((await complaints).join(""), /The call was carried out[^]*3305075341149134261/);
});

test("the result of a call goes to standard error if the disk is full", {
  skip: !existsSync("/dev/full"),
}, async (t) => {
  const full = openSync("/dev/full", "w");
  t.after(() => closeSync(full));
  const [name, params] = onceCall;
  const { env } = await vendor(t, (response) => response.end(made));
  const args = [BIN, "call", name, JSON.stringify(params)];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", full, "pipe"] });
  const complaints = child.stderr.setEncoding("utf8").toArray();
  const [code] = await once(child, "close");
  assert.equal(code, 74);
  assert.match((await complaints).join(""), /The call was carried out[^]*3305075341149134261/);
});

test("endpoints: all or filtered, as a table or as JSON", async () => {
  const all = await run(["endpoints"]);
  assert.deepEqual([all.code, all.stdout.trimEnd().split("\n").length], [0, endpoints.length]);
  const { stdout } = await run(["endpoints", "--json", "Refund.Carriers"]);
  const expected = endpoints.filter(({ name }) => name.endsWith("refund.carriers"));
  assert.deepEqual(JSON.parse(stdout), expected);
  assert.equal((await run(["endpoints", "--json", "there is none"])).stdout, "[]\n");
});

test("every command has help, and there is a version", async () => {
  const { stdout, code } = await run(["help"]);
  assert.equal(code, 0);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
  assert.deepEqual(commands, ["call", "endpoints", "sign", "verify", "sandbox"]);
  for (const name of commands) {
    const help = await run([name, "--help"]);
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    assert.match(help.stdout, new RegExp(`^pandapon ${name} `));
    assert.deepEqual(help, await run(["help", name]));
    for (const line of help.stdout.split("\n")) assert.ok(line.length <= 120, line);
  }
  assert.match((await run(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
});
