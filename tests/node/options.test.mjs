/** Options: unknown ones are refused with the one that was meant, keys are checked for slips, and missing ones are in the environment. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { Client, ConfigError, eventHandler } from "../../pkg/index.node.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { clientOf, credentials, failure, success, thrown } from "./support/vendor.mjs";

const slips = [
  ["retries", "maxRetries"],
  ["maxRetry", "maxRetries"],
  ["baseURL", "baseUrl"],
  ["base_url", "baseUrl"],
  ["secret", "accessSecret"],
  ["appKey", "accessKey"],
  ["timeoutMs", "timeout"],
  ["onReqest", "onRequest"],
  ["unknown", "allowUnknown"],
];

for (const [slip, meant] of slips) {
  test(`new Client with ${slip}: the error names ${meant}`, () => {
    const error = thrown(() => new Client({ ...credentials, [slip]: credentials.accessSecret }));
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.message, `"${slip}" is not an option of a client; did you mean ${meant}?`);
  });
}

test("an option that is like none is refused with the list of all, and costs no time however long it is", () => {
  assert.match(thrown(() => new Client({ ...credentials, port: 1 })).message, /"port" is not an option.*accessKey, /);
  const start = performance.now();
  const { message } = thrown(() => new Client({ ...credentials, ["retries".repeat(100_000)]: 1 }));
  assert.ok(message.length < 1000 && performance.now() - start < 500, message);
});

test("unknown options of a call are refused, and nothing is sent", async () => {
  const { client, requests } = clientOf(success());
  for (const [options, meant] of [
    [{ retries: 3 }, /"retries" is not an option of a call; did you mean maxRetries\?/],
    [{ abortSignal: AbortSignal.timeout(1000) }, /did you mean signal\?/],
    [{ accessKey: "x" }, /"accessKey" is not an option of a call/],
  ]) {
    const error = await failure(client.alibaba.order.list({}, options));
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, meant);
  }
  assert.equal(requests.length, 0);
});

test("unknown options of eventHandler, createProxy and createSandbox are refused", () => {
  const client = new Client(credentials);
  const proxy = { client, allow: ["*"], authorize: () => true };
  for (const [run, sentence] of [
    [
      () => eventHandler({ ...credentials, onEvent() {}, toleranceMs: 1 }),
      /"toleranceMs" is.*eventHandler.*tolerance\?/,
    ],
    [() => createProxy({ ...proxy, maxBodyBytes: 1 }), /"maxBodyBytes" is.*createProxy; did you mean maxBytes\?/],
    [() => createSandbox({ sead: 1 }), /"sead" is.*createSandbox; did you mean seed\?/],
  ]) {
    assert.match(thrown(run).message, sentence);
  }
  // One object of options may serve a client and a handler.
  eventHandler({ ...credentials, maxRetries: 1, onEvent() {} });
});

test("a sandbox is the options of a client", () => {
  const sandbox = createSandbox();
  assert.deepEqual(Object.keys({ ...sandbox }).toSorted(), [
    "accessKey",
    "accessSecret",
    "baseUrl",
    "dangerouslyAllowBrowser",
    "fetch",
    "routes",
    "userId",
  ]);
  for (const options of [sandbox, { ...sandbox }]) assert.ok(new Client(options));
  const { pushes, advance } = sandbox;
  advance(1);
  assert.deepEqual(pushes(), []);
  // A test may replace its methods.
  sandbox.ship = () => "replaced";
  assert.equal(sandbox.ship(), "replaced");
});

test("keys with white space around them or too short are refused, without being shown", () => {
  const { accessKey, accessSecret } = credentials;
  const { onEvent } = { onEvent() {} };
  for (const [options, sentence] of [
    [{ accessSecret: `${accessSecret}\n` }, /accessSecret must not begin or end with white space/],
    [{ accessSecret: `${accessSecret}\r\n` }, /accessSecret must not begin or end with white space/],
    [{ accessSecret: ` ${accessSecret}` }, /accessSecret must not begin or end with white space/],
    [{ accessSecret: "\t" }, /accessSecret must not begin or end with white space/],
    [{ accessKey: `${accessKey}\n` }, /accessKey must be visible ASCII/],
    [{ accessKey: ` ${accessKey}` }, /accessKey must be visible ASCII/],
    [{ accessKey: "x" }, /accessKey is too short/],
  ]) {
    for (const make of [
      () => new Client({ ...credentials, ...options }),
      () => eventHandler({ accessKey, accessSecret, ...options, onEvent }),
    ]) {
      const error = thrown(make);
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, sentence);
      for (const secret of [accessKey, accessSecret]) assert.ok(!error.message.includes(secret));
    }
  }
});

/** What a program prints that runs in an environment with these variables. */
function printed(program, variables) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { PATH: process.env.PATH, ...variables },
    encoding: "utf8",
    cwd: new URL("../../", import.meta.url),
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const VARIABLES = {
  PANDAPON_ACCESS_KEY: credentials.accessKey,
  PANDAPON_ACCESS_SECRET: credentials.accessSecret,
  PANDAPON_USER_ID: "1688000000007",
  PANDAPON_BASE_URL: "https://own.example",
};
const HEADERS = `
  import { Client } from "./pkg/index.node.js";
  const show = (client) => {
    const { url, headers } = client.buildRequest("alibaba.order.list");
    return [url, headers["user-id"], headers["access-key"]].join(" ");
  };`;

test("options that are missing or undefined are read from the environment, and the others are not", () => {
  const { accessKey } = credentials;
  const program = `${HEADERS}
    console.log(show(new Client()));
    console.log(show(new Client({ accessKey: process.env.NOT_SET, userId: "5" })));
    console.log(show(new Client({ baseUrl: "https://other.example" })));`;
  assert.deepEqual(printed(program, VARIABLES).split("\n"), [
    `https://own.example/alibaba/order/page 1688000000007 ${accessKey}`,
    `https://own.example/alibaba/order/page 5 ${accessKey}`,
    `https://other.example/alibaba/order/page 1688000000007 ${accessKey}`,
  ]);
});

test("with a signer no secret is read from the environment, and a page's client of a proxy reads nothing", () => {
  const program = `${HEADERS}
    new Client({ signer: () => "A" });
    const fetch = async (url) => { console.log(url); return new Response("{}"); };
    await new Client({ signer: "proxy", baseUrl: "https://shop.example/api", fetch }).alibaba.order.list().catch(() => {});`;
  const urls = printed(program, VARIABLES).split("\n");
  assert.ok(urls.length > 0 && urls.every((url) => url === "https://shop.example/api/alibaba.order.list"), urls.join());
});

test("where there is no option and no variable the error names both", () => {
  const program = `${HEADERS}
    import { eventHandler } from "./pkg/index.node.js";
    const fail = (run) => { try { run(); } catch (error) { console.log(error.message); } };
    fail(() => new Client({ accessKey: process.env.NOT_SET }));
    fail(() => new Client({ accessKey: ${JSON.stringify(credentials.accessKey)}, userId: "1" }));
    fail(() => new Client({ accessKey: ${JSON.stringify(credentials.accessKey)}, accessSecret: "secret" }));
    fail(() => eventHandler({ onEvent() {} }));`;
  const [key, secret, user, handler] = printed(program, { PANDAPON_ACCESS_KEY: "" }).split("\n");
  assert.match(key, /^accessKey must be given, as an option or as PANDAPON_ACCESS_KEY in the environment/);
  assert.match(secret, /^accessSecret must be given, .*PANDAPON_ACCESS_SECRET.*, or else a signer/);
  assert.match(user, /^userId must be given, .*PANDAPON_USER_ID/);
  assert.match(handler, /^accessKey must be given/);
});

test("a page never reads the environment", () => {
  const program = `
    globalThis.window = globalThis.document = {};
    ${HEADERS.replace("import {", "const {").replace("} from", "} = await import(").replace('.js";', '.js");')}
    try { new Client(); } catch (error) { console.log(error.message); }`;
  assert.match(printed(program, VARIABLES), /^accessKey must be given/);
});
