/** Access to `pandapon sandbox`: programs of this machine may call it, web pages may not. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { addressParam } from "./support/buyer.mjs";
import { control, newFile, run, say, startSandbox } from "./support/cli.mjs";

/** Sends lines to the server. Returns its response. */
async function ask({ baseUrl }, request, headers, body = "") {
  const lines = [`${request} HTTP/1.1`, ...headers, `content-length: ${body.length}`, "connection: close"];
  const response = await say(baseUrl, `${lines.join("\r\n")}\r\n\r\n${body}`);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]), response };
}

const PATHS = ["POST /alibaba/order/page", "GET /sandbox/control/requests", "POST /sandbox/control/pushes"];

const LOOPBACK = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "shop.localhost",
  "a.b.LocalHost.",
  "127.0.0.1",
  "127.0.0.1.",
  "127.1.2.3",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
];

const FOREIGN = [
  "evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil.example.",
  "notlocalhost",
  "10.0.0.1",
  "128.0.0.1",
  "0.0.0.0",
  "[::2]",
  "[::ffff:10.0.0.1]",
  "[fe80::1]",
  "127.0.0.1@evil.example",
  "evil.example#localhost",
  "localhost/evil.example",
  "localhost, evil.example",
  "",
  "xn--lcalhost-9fb",
  `${"a".repeat(5000)}.example`,
];

test("vendor and controls are served under names of this machine only", async (t) => {
  const { access } = await startSandbox(t);
  const { port } = new URL(access.baseUrl);
  for (const path of PATHS) {
    for (const host of LOOPBACK) {
      for (const name of [host, `${host}:${port}`, `${host}:1`]) {
        const { status, response } = await ask(access, path, [`Host: ${name}`]);
        assert.equal(status, 200, `${path} ${name}: ${response}`);
      }
    }
    for (const host of FOREIGN) {
      for (const name of [host, `${host}:${port}`]) {
        const { status, response } = await ask(access, path, [`Host: ${name}`, `Origin: http://${name}`]);
        assert.ok([400, 421].includes(status), `${path} ${name.slice(0, 100)}: ${response}`);
        assert.ok(response.length < 600, response);
      }
    }
    // Twice, or in the form for a proxy.
    for (const headers of [
      ["Host: localhost", "Host: evil.example"],
      ["Host: evil.example", "Host: localhost"],
    ]) {
      assert.ok([400, 421].includes((await ask(access, path, headers)).status));
    }
    const [method, name] = path.split(" ");
    assert.equal((await ask(access, `${method} http://evil.example${name}`, ["Host: localhost"])).status, 421);
    assert.equal((await ask(access, `${method} http://localhost${name}`, ["Host: localhost"])).status, 200);
  }
  const { response } = await ask(access, PATHS[0], ["Host: evil.example"]);
  assert.match(
    response,
    /Requests for the host evil\.example are refused\. Start the sandbox with --host evil\.example/,
  );
});

test("--host adds names, and other names stay refused", async (t) => {
  for (const args of [
    ["--host", "127.0.0.1", "--host", "Shop.Test", "--host", "[2001:DB8::1]"],
    ["--host", "shop.test,127.0.0.1,2001:db8::1"],
  ]) {
    const { access } = await startSandbox(t, args);
    for (const host of ["shop.test", "SHOP.TEST.:80", "[2001:db8:0::1]:4010", "localhost"]) {
      assert.equal((await ask(access, PATHS[0], [`Host: ${host}`])).status, 200, host);
    }
    for (const host of ["test", "a.shop.test", "[2001:db8::2]"]) {
      assert.equal((await ask(access, PATHS[0], [`Host: ${host}`])).status, 421, host);
    }
  }
  // On all interfaces: under the address of the request, but no other name.
  const { access } = await startSandbox(t, ["--host", "0.0.0.0"]);
  assert.equal((await ask(access, PATHS[0], ["Host: 127.0.0.1"])).status, 200);
  for (const host of ["evil.example", "10.11.12.13"]) {
    assert.equal((await ask(access, PATHS[0], [`Host: ${host}`])).status, 421, host);
  }
  const refused = await run(["sandbox", "--port", "0", "--host", "a/b"]);
  assert.deepEqual([refused.code, /--host must be/.test(refused.stderr)], [2, true], refused.stderr);
});

async function orderedOne(access) {
  const { product, order } = new Client(access).alibaba;
  const { offerId, productSkuInfos } = await product.get({ offerId: "701901950237" });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  await order.create({ flow: "general", addressParam, cargoParamList });
}

test("no GET has side effects, and collecting push messages is a POST", async (t) => {
  const { access } = await startSandbox(t);
  await orderedOne(access);
  const { body: before } = await control(access, "snapshot", {});
  const seller = "ship changePrice closeOrder setStock sellerAgrees sellerRefuses sellerReceives";
  for (const name of `advance ${seller} setFaults snapshot restore pushes`.split(" ")) {
    for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
      const answer = await fetch(`${access.baseUrl}/sandbox/control/${name}`, { method });
      assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"], `${method} ${name}`);
    }
  }
  for (const name of ["requests", "routes", "settled"]) assert.equal((await control(access, name)).status, 200);
  assert.deepEqual((await control(access, "snapshot", {})).body, before);
  assert.equal((await control(access, "pushes")).body.length, 1);
  assert.equal((await control(access, "pushes")).body.length, 0);
});

const PAGE_HEADERS = [
  ["sec-fetch-site: cross-site", "sec-fetch-mode: no-cors"],
  ["sec-fetch-site: same-site"],
  ["Sec-Fetch-Site: Cross-Site"],
  ["sec-fetch-site: whatever"],
  ["Origin: http://evil.example"],
  ["Origin: http://localhost:3000"],
  ["Origin: null"],
  ["Origin: "],
];

test("pages of other servers cannot fill the log", async (t) => {
  const { access } = await startSandbox(t);
  const { host } = new URL(access.baseUrl);
  for (const headers of PAGE_HEADERS) {
    for (const path of ["GET /alibaba/cart/list", "POST /alibaba/order/page", "GET /nowhere"]) {
      const { status } = await ask(access, path, [`Host: ${host}`, ...headers], "{}");
      assert.equal(status, 403, `${path} ${headers}`);
    }
  }
  assert.deepEqual((await control(access, "requests")).body, []);
});

test("controls are refused to web pages of other origins", async (t) => {
  const { access } = await startSandbox(t);
  await orderedOne(access);
  const { host } = new URL(access.baseUrl);
  const json = "content-type: application/json";
  for (const path of [...PATHS.slice(1), "POST /sandbox/control/snapshot"]) {
    for (const headers of PAGE_HEADERS) {
      const { status, response } = await ask(access, path, [`Host: ${host}`, json, ...headers], "{}");
      assert.equal(status, 403, `${path} ${headers}`);
      assert.match(response, /Requests from web pages are refused\. Start the sandbox with --cors to allow them\./);
    }
  }
  for (const headers of [["sec-fetch-site: none"], ["sec-fetch-site: same-origin", `Origin: http://${host}`], []]) {
    const { status } = await ask(access, "GET /sandbox/control/requests", [`Host: ${host}`, ...headers]);
    assert.equal(status, 200, String(headers));
  }
  // Forms, which older browsers send without Sec-Fetch-Site and Origin.
  const form = "application/x-www-form-urlencoded";
  for (const type of ["text/plain", form, "Multipart/Form-Data; boundary=x", "text/plain;charset=UTF-8"]) {
    for (const browser of ["user-agent: Mozilla/5.0", "referer: http://a.example/", "sec-fetch-site: none"]) {
      const headers = [`Host: ${host}`, `content-type: ${type}`, browser];
      assert.equal((await ask(access, PATHS[2], headers, "{}")).status, 415, `${type} ${browser}`);
    }
  }
  assert.equal((await control(access, "pushes")).body.length, 1, "no refused request collected the message");
  // `curl -d`, and fetch of other runtimes, are not pages.
  for (const type of ["text/plain;charset=UTF-8", form]) {
    const headers = [`Host: ${host}`, `content-type: ${type}`, "user-agent: curl/8.5.0", "accept: */*"];
    assert.equal((await ask(access, "POST /sandbox/control/pushes", headers, "{}")).status, 200, type);
  }
});

test("--cors opens everything to pages, but not to other host names; the help says so", async (t) => {
  const { access } = await startSandbox(t, ["--cors"]);
  const { host } = new URL(access.baseUrl);
  for (const headers of PAGE_HEADERS) {
    const { status, response } = await ask(access, "POST /sandbox/control/pushes", [`Host: ${host}`, ...headers], "{}");
    assert.equal(status, 200, response);
    assert.match(response, /access-control-allow-origin: \*/i);
  }
  for (const method of ["OPTIONS", "POST"]) {
    const path = `${method} /sandbox/control/pushes`;
    assert.equal((await ask(access, path, ["Host: evil.example", "Origin: http://evil.example"])).status, 421);
  }
  const { stdout } = await run(["sandbox", "--help"]);
  assert.match(
    stdout,
    /--cors\s+allows requests, also to controls and for push messages, from web pages of any origin/,
  );
  assert.match(stdout, /POST \/sandbox\/control\/pushes/);
});

test("bodies have a maximum size and a time limit", async (t) => {
  const { access } = await startSandbox(t, ["--max-body-bytes", "2000", "--request-timeout", "700"]);
  const post = (body) => fetch(`${access.baseUrl}/sandbox/control/setFaults`, { method: "POST", body });
  assert.equal((await post("[]".padEnd(2000))).status, 200);
  const long = await post("[]".padEnd(2001));
  assert.equal(long.status, 413);
  assert.match((await long.json()).error, /longer than 2000 bytes/);
  // Without a content-length.
  const { status } = await fetch(`${access.baseUrl}/alibaba/order/page`, {
    method: "POST",
    duplex: "half",
    body: new Blob(["x".repeat(5000)]).stream(),
  });
  assert.equal(status, 413);
  const { port } = new URL(access.baseUrl);
  for (const text of [
    "POST /alibaba/order/page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    "POST /alibaba/order/page HTTP/1.1\r\nHost: localhost\r\n",
  ]) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.setEncoding("utf8").write(text);
    let response = "";
    socket.on("data", (chunk) => (response += chunk));
    await once(socket, "close");
    assert.match(response, /^HTTP\/1\.1 408 /);
  }
  assert.equal((await control(access, "requests")).status, 200);
  for (const args of [
    ["--max-body-bytes", "67108865"],
    ["--max-body-bytes", "0"],
    ["--request-timeout", "0"],
  ]) {
    assert.equal((await run(["sandbox", "--port", "0", ...args])).code, 2);
  }
});

test("the server survives hostile bodies of 2 MiB", async (t) => {
  const { access } = await startSandbox(t, ["--state", newFile(t)]);
  const SIZE = 2_097_152;
  const half = SIZE / 2;
  const shapes = {
    quotes: '"'.repeat(SIZE),
    escapes: `"${'\\"'.repeat(half)}`,
    backslashes: "\\".repeat(SIZE),
    open: "[".repeat(SIZE),
    nested: `${"[".repeat(half)}${"]".repeat(half)}`,
    objects: `${'{"a":'.repeat(SIZE / 6)}1${"}".repeat(SIZE / 6)}`,
    digits: "1".repeat(SIZE),
    exponent: `[1e${"9".repeat(SIZE)}]`,
    numbers: `[${"1e400,".repeat(SIZE / 6)}1]`,
    names: `{${'"a":1,'.repeat(SIZE / 6)}"a":1}`,
    longName: `{"${"x".repeat(SIZE)}":1}`,
    faults: `[${'{"kind":"duplicatePush"},'.repeat(SIZE / 25)}{"kind":"latePush"}]`,
    controls: "\u0001".repeat(SIZE),
  };
  for (const [shape, body] of Object.entries(shapes)) {
    for (const name of ["control/setFaults", "control/restore", "control/ship", "vendor"]) {
      const path = name === "vendor" ? "alibaba/order/page" : `sandbox/${name}`;
      const started = performance.now();
      const answer = await fetch(`${access.baseUrl}/${path}`, { method: "POST", body });
      const text = await answer.text();
      assert.ok([200, 400, 409].includes(answer.status), `${shape} ${path}: ${answer.status} ${text.slice(0, 200)}`);
      assert.ok(text.length < 5000, `${shape} ${path}: a response of ${text.length} characters`);
      t.diagnostic(`${shape} ${path}: ${answer.status}, ${Math.round(performance.now() - started)} ms`);
    }
  }
  for (const body of [
    { snapshot: "[".repeat(SIZE) },
    { snapshot: '"'.repeat(SIZE) },
    { snapshot: { toString: 1 } },
    { snapshot: '{"version":1,"sandbox":{}}' },
  ]) {
    assert.ok([400, 409].includes((await control(access, "restore", body)).status));
  }
  const wrongTimes = [-1, "1", 1.5, null].map((time) => [time, 400]);
  for (const [milliseconds, status] of [...wrongTimes, [9_007_199_254_740_991, 409], [3_155_760_000_001, 409]]) {
    assert.equal((await control(access, "advance", { milliseconds })).status, status, String(milliseconds));
  }
  assert.equal((await control(access, "setFaults", Array(101).fill({ kind: "duplicatePush" }))).status, 400);
  assert.equal((await control(access, "requests")).status, 200);
});
