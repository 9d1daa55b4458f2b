/**
 * A kept connection breaks at the worst moment, when the vendor has just received a request: calls that must be sent once are sent
 * once in every runtime, whatever the runtime's fetch does.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundleForWorkerd } from "./bundles.mjs";
import { output } from "./tools.mjs";

const file = (name) => fileURLToPath(new URL(`once/${name}`, import.meta.url));
const answer = '{"code":200,"data":{}}';

let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "pandapon-once-"));
  await bundleForWorkerd({ entry: file("worker.mjs"), to: join(folder, "main.js") });
  cpSync(file("config.capnp"), join(folder, "config.capnp"));
});

after(() => rmSync(folder, { recursive: true }));

/** A vendor that keeps connections, and breaks one when it has completely received the first request for `/broken`. */
async function vendor(t) {
  const requests = [];
  const server = createServer((socket) => {
    let received = "";
    let count = 0;
    socket.on("error", () => {});
    socket.on("data", (data) => {
      received += data;
      for (;;) {
        const end = received.indexOf("\r\n\r\n") + 4;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (end < 4 || received.length < end + length) return;
        const [request] = received.split(" HTTP/");
        received = received.slice(end + length);
        requests.push({ request, isKept: ++count > 1 });
        const isBroken = request.endsWith("/broken");
        if (isBroken && requests.filter((known) => known.request === request).length === 1)
          return void socket.destroy();
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`,
        );
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => server.close());
  return { requests, baseUrl: `http://127.0.0.1:${server.address().port}` };
}

const runtimes = {
  node: (...args) => output("node", [file("main.mjs"), ...args]),
  node24: (...args) => output("node24", [file("main.mjs"), ...args]),
  deno: (...args) => output("deno", ["run", "--allow-read", "--allow-net", "--no-lock", file("main.mjs"), ...args]),
  bun: (...args) => output("bun", [file("main.mjs"), ...args]),
  workerd: (baseUrl, call) =>
    output("workerd", ["test", join(folder, "config.capnp")], {
      env: { ...process.env, BASE_URL: baseUrl, CALL: call },
    }),
};

for (const [runtime, run] of Object.entries(runtimes)) {
  for (const call of ["POST once", "GET once", "POST idempotent", "GET read"]) {
    // The only exception, as the README says.
    const isLimit = runtime === "workerd" && call === "GET once";
    const sentOnce = call.endsWith("once") && !isLimit;
    test(`${runtime}: ${call} is sent ${sentOnce ? "once, and the error says that it may have arrived" : "again"}`, async (t) => {
      const { baseUrl, requests } = await vendor(t);
      const printed = await run(baseUrl, call);
      const broken = requests.filter(({ request }) => request.endsWith("/broken"));
      assert.match(printed, sentOnce ? /ConnectionError, sent: true/ : /answered/);
      assert.equal(broken.length, sentOnce ? 1 : 2, JSON.stringify(requests));
      assert.ok(
        requests.some(({ isKept }) => isKept),
        "other connections are kept",
      );
      if (sentOnce && (runtime === "deno" || runtime === "bun")) assert.equal(broken[0].isKept, false);
    });
  }
}
