/** Loading of the wasm: on import where that is possible, otherwise by `init`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterEach, describe, mock, test } from "node:test";

const require = createRequire(import.meta.url);
const pkg = new URL("../../pkg/", import.meta.url);
const bytes = readFileSync(new URL("wasm/pandapon_bg.wasm", pkg));
const address = "https://example.com/pandapon.wasm";
const answer = (type, status = 200) => new Response(bytes, { status, headers: { "content-type": type } });

afterEach(() => mock.restoreAll());

/** Imports an entry of the package as if for the first time. */
function fresh(entry) {
  const path = require.resolve(new URL(entry, pkg).pathname);
  delete require.cache[path];
  return require(path);
}

const options = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "secret", userId: "1688000000001" };
const works = ({ Client, endpoints, yuanToFen }) => {
  assert.equal(yuanToFen("12.34"), 1234);
  assert.equal(new Client(options).buildRequest(endpoints[0].name, {}).method, endpoints[0].method);
};

test("it is ready once the package is imported, and init() has no effect", async () => {
  const pandapon = fresh("index.node.cjs");
  works(pandapon);
  const client = new pandapon.Client(options);
  await pandapon.init();
  client.withUser("1").buildRequest(pandapon.endpoints[0].name, {});
});

for (const entry of ["index.node.cjs", "sandbox/index.cjs"]) {
  test(`${entry}: where synchronous compilation is refused, as in Chrome before version 115, the error names init()`, async () => {
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

for (const entry of ["index.node.cjs", "sandbox/index.cjs"]) {
  for (const name of ["WebAssembly", "TextDecoder", "TextEncoder"]) {
    test(`${entry}: where there is no ${name}, importing works, and the first use says what is missing`, () => {
      const script = `
        delete globalThis.${name};
        const { Client, createSandbox, paginate } = require(${JSON.stringify(new URL(entry, pkg).pathname)});
        try {
          Client ? new Client(${JSON.stringify(options)}) : createSandbox();
        } catch ({ name, message }) {
          console.log(name + ": " + message);
        }
      `;
      const output = execFileSync(process.execPath, ["--eval", script], { encoding: "utf8" });
      const owner = entry.startsWith("sandbox") ? "pandapon/sandbox" : "pandapon";
      assert.equal(output, `ConfigError: ${owner} needs ${name}, which this runtime does not have\n`);
    });
  }
}

describe("pandapon/slim", () => {
  const sources = {
    "a module": () => new WebAssembly.Module(bytes),
    bytes: () => bytes,
    "an ArrayBuffer": () => Uint8Array.from(bytes).buffer,
    "a promise of bytes": async () => bytes,
    "a response": () => answer("application/wasm"),
    "a response with another content type": () => answer("application/octet-stream"),
    "a promise of a response": async () => answer("application/wasm"),
    "an address": () => address,
    "a URL": () => new URL(address),
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`accepts ${name}`, async () => {
      mock.method(globalThis, "fetch", async (input) => {
        assert.equal(String(input), address);
        return answer("application/wasm");
      });
      const slim = fresh("slim.cjs");
      await slim.init(source());
      works(slim);
    });
  }

  test("explains what to do if it is used before init", () => {
    const { Client, fenToYuan, endpoints, yuanToFen } = fresh("slim.cjs");
    for (const use of [() => new Client(options), () => yuanToFen("1"), () => fenToYuan(1)]) {
      assert.throws(use, {
        name: "ConfigError",
        message: "pandapon has no wasm yet: await its init() before anything else",
      });
    }
    assert.equal(endpoints, undefined);
  });

  const bad = {
    nothing: [undefined, /init needs the wasm/],
    "a number": [7, /init needs the wasm/],
    "bytes that are not wasm": [Uint8Array.of(1, 2, 3), /WebAssembly/],
    "an error response": [answer("application/wasm", 404), /HTTP 404/],
  };
  for (const [name, [source, message]] of Object.entries(bad)) {
    test(`refuses ${name}, and can be called again`, async () => {
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

/** Runs a program in its own process, with freshly imported modules. Returns its output. */
function printed(program) {
  const setting = `
    import { readFileSync } from "node:fs";
    import { createRequire } from "node:module";
    const require = createRequire(${JSON.stringify(pkg.href)});
    const bytes = readFileSync(new URL(${JSON.stringify(new URL("wasm/pandapon_bg.wasm", pkg).href)}));
    const load = (entry) => import(new URL(entry, ${JSON.stringify(pkg.href)}));
    const params = { webSite: "1688", orderId: "3305075341149134261" };
    const options = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "secret", userId: "1" };
    const use = (client) => {
      for (let count = 0; count < 50; count++) {
        const { body } = client.buildRequest("alibaba.order.get", params);
        if (JSON.stringify(client.buildRequest("alibaba.order.get", params).body) !== JSON.stringify(body)) throw new Error(body);
        client = client.withUser(String(count));
      }
      return client.buildRequest("alibaba.order.get", params).body;
    };
  `;
  return execFileSync(process.execPath, ["--input-type=module"], { input: setting + program, encoding: "utf8" }).trim();
}

const body = '{"webSite":"1688","orderId":"3305075341149134261"}';

describe("the first instance stays, with everything created from it", () => {
  for (const entry of ["index.node.js", "index.js", "proxy/index.js", "slim.js"]) {
    test(`pandapon/slim with its init, then ${entry}`, () => {
      const program = `
        const slim = await load("slim.js");
        await slim.init(bytes);
        const client = new slim.Client(options);
        const { endpoints } = slim;
        const other = await load(${JSON.stringify(entry)});
        await other.init?.();
        await slim.init(bytes);
        console.log(use(client), slim.endpoints === endpoints);
        if (other.Client) console.log(use(new other.Client(options)), other.Client === slim.Client);
      `;
      const expected = entry.startsWith("proxy") ? `${body} true` : `${body} true\n${body} true`;
      assert.equal(printed(program), expected);
    });
  }

  test("pandapon, then pandapon/slim with another init, even from something that is not wasm", () => {
    const program = `
      const pandapon = await load("index.node.js");
      const client = new pandapon.Client(options);
      const slim = await load("slim.js");
      for (const source of [bytes, undefined, Uint8Array.of(1), "https://no-such-host.invalid/"]) await slim.init(source);
      console.log(use(client), use(new slim.Client(options)));
    `;
    assert.equal(printed(program), `${body} ${body}`);
  });

  test("an init in progress while pandapon is imported, whether it succeeds or fails", () => {
    for (const source of ["bytes", "Uint8Array.of(1)"]) {
      const program = `
        const slim = await load("slim.js");
        let give;
        const started = slim.init(new Promise((resolve) => (give = resolve)));
        const pandapon = await load("index.node.js");
        const client = new pandapon.Client(options);
        give(${source});
        await started;
        await slim.init();
        console.log(use(client));
      `;
      assert.equal(printed(program), body);
    }
  });

  test("two concurrent inits from different sources", () => {
    const program = `
      const slim = await load("slim.js");
      await Promise.all([slim.init(bytes), slim.init(new WebAssembly.Module(bytes)), slim.init(Promise.resolve(bytes))]);
      const client = new slim.Client(options);
      await slim.init(new WebAssembly.Module(bytes));
      console.log(use(client));
    `;
    assert.equal(printed(program), body);
  });

  test("import and require in one process are two complete copies", () => {
    const program = `
      const slim = await load("slim.js");
      await slim.init(bytes);
      const client = new slim.Client(options);
      const required = require("./index.node.cjs");
      const requiredSlim = require("./slim.cjs");
      const second = new required.Client(options);
      await requiredSlim.init(bytes);
      const pandapon = await load("index.node.js");
      const clients = [client, second, new requiredSlim.Client(options), new pandapon.Client(options)];
      console.log(clients.map(use).join(" "));
    `;
    assert.equal(printed(program), Array(4).fill(body).join(" "));
  });
});
