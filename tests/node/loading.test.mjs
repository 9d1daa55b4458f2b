/** How the wasm gets in its place: at once where that is possible, by `init` where it is not. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach, describe, mock, test } from "node:test";

const require = createRequire(import.meta.url);
const pkg = new URL("../../pkg/", import.meta.url);
const bytes = readFileSync(new URL("wasm/pandapon_bg.wasm", pkg));
const address = "https://example.com/pandapon.wasm";
const answer = (type, status = 200) => new Response(bytes, { status, headers: { "content-type": type } });

afterEach(() => mock.restoreAll());

/** An entry of the package as at its first import. */
function fresh(entry) {
  const path = require.resolve(new URL(entry, pkg).pathname);
  delete require.cache[path];
  return require(path);
}

const options = { accessKey: "key", accessSecret: "secret", userId: "1688000000001" };
const works = ({ Client, endpoints, yuanToFen }) => {
  assert.equal(yuanToFen("12.34"), 1234);
  assert.equal(new Client(options).buildRequest(endpoints[0].name, {}).method, endpoints[0].method);
};

test("it is there once the package is imported, and init() changes nothing", async () => {
  const pandapon = fresh("index.node.cjs");
  works(pandapon);
  const client = new pandapon.Client(options);
  await pandapon.init();
  client.withUser("1").buildRequest(pandapon.endpoints[0].name, {});
});

for (const entry of ["index.node.cjs", "sandbox/index.cjs"]) {
  test(`${entry}: where compiling at once is refused, as in Chrome before version 115, the error names init()`, async () => {
    mock.method(WebAssembly, "Module", function () {
      throw new RangeError("WebAssembly.Compile is disallowed on the main thread");
    });
    const { Client, createSandbox, ConfigError, init } = fresh(entry);
    const use = () => (Client ? new Client(options) : createSandbox());
    const refusal = { name: "ConfigError", message: /disallowed on the main thread.*await its init\(\)/ };
    assert.throws(use, refusal);
    if (ConfigError) assert.throws(use, ConfigError);
    await Promise.all([init(), init()]);
    use();
  });
}

describe("pandapon/slim", () => {
  const sources = {
    "a module": () => new WebAssembly.Module(bytes),
    "bytes": () => bytes,
    "an ArrayBuffer": () => Uint8Array.from(bytes).buffer,
    "a promise of bytes": async () => bytes,
    "a response": () => answer("application/wasm"),
    "a response without the type of wasm": () => answer("application/octet-stream"),
    "a promise of a response": async () => answer("application/wasm"),
    "an address": () => address,
    "a URL": () => new URL(address),
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`takes ${name}`, async () => {
      mock.method(globalThis, "fetch", async (input) => {
        assert.equal(String(input), address);
        return answer("application/wasm");
      });
      const slim = fresh("slim.cjs");
      await slim.init(source());
      works(slim);
    });
  }

  test("says what to do before, whatever is used", () => {
    const { Client, fenToYuan, endpoints, yuanToFen } = fresh("slim.cjs");
    for (const use of [() => new Client(options), () => yuanToFen("1"), () => fenToYuan(1)]) {
      assert.throws(use, { name: "ConfigError", message: "pandapon has no wasm yet: await its init() before anything else" });
    }
    assert.equal(endpoints, undefined);
  });

  const bad = {
    "nothing": [undefined, /init needs the wasm/],
    "a number": [7, /init needs the wasm/],
    "bytes that are no wasm": [Uint8Array.of(1, 2, 3), /WebAssembly/],
    "an answer that is none": [answer("application/wasm", 404), /HTTP 404/],
  };
  for (const [name, [source, message]] of Object.entries(bad)) {
    test(`refuses ${name}, and may be asked again`, async () => {
      const slim = fresh("slim.cjs");
      await assert.rejects(slim.init(source), { message });
      await slim.init(bytes);
      works(slim);
    });
  }

  test("keeps the first instance", async () => {
    const slim = fresh("slim.cjs");
    await Promise.all([slim.init(bytes), slim.init(bytes)]);
    const client = new slim.Client(options);
    await slim.init(bytes);
    client.withUser("1").buildRequest(slim.endpoints[0].name, {});
  });
});
