/** Prism as a proxy in front of a vendor that answers anything: what it says of the requests that pass. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request as open } from "node:http";
import { fileURLToPath } from "node:url";
import { documentFile } from "./operations.mjs";

const CLI = fileURLToPath(new URL("../../node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));

/** How many requests are under way at once. */
const AT_ONCE = 8;

/**
 * @param {string[]} documents to start a proxy for, each
 * @returns {Promise<{ judge(document: string, requests: object[]): Promise<string[][]>, stop(): void }>}
 */
export async function startPrism(documents) {
  const vendor = createServer((request, response) => {
    request.resume().on("end", () => response.setHeader("content-type", "application/json").end('{"code":200}'));
  });
  vendor.listen(0, "127.0.0.1");
  await once(vendor, "listening");
  const upstream = `http://127.0.0.1:${vendor.address().port}`;
  const proxies = await Promise.all(documents.map(async (name) => [name, await startProxy(name, upstream)]));
  const ports = Object.fromEntries(proxies.map(([name, { port }]) => [name, port]));
  // A long list of violations stands in a header.
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  return {
    judge: async (document, requests) => {
      const verdicts = [];
      const waiting = requests.entries();
      const work = async () => {
        for (const [index, request] of waiting) verdicts[index] = await violations(agent, ports[document], request);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return verdicts;
    },
    stop: () => {
      agent.destroy();
      vendor.close();
      for (const [, { process }] of proxies) process.kill();
    },
  };
}

async function startProxy(document, upstream) {
  const port = await freePort();
  const args = ["proxy", fileURLToPath(documentFile(document)), upstream, "-p", String(port)];
  const prism = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  await new Promise((ready, fail) => {
    prism.on("exit", (code) => fail(new Error(`prism ended with ${code}: ${said}`)));
    for (const stream of [prism.stdout, prism.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        if (said.length < 100_000) said += text;
        if (said.includes("is listening on")) ready();
      });
    }
  });
  return { port, process: prism };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** What prism says against a request; what it says against the answer is the vendor's. */
async function violations(agent, port, { method, target, headers, body }) {
  const options = { host: "127.0.0.1", port, method, path: target, headers, agent, maxHeaderSize: 2 ** 22 };
  const request = open(options);
  request.end(body ?? undefined);
  const [response] = await once(request, "response");
  const text = (await response.setEncoding("utf8").toArray()).join("");
  const found = JSON.parse(response.headers["sl-violations"] ?? "[]");
  const said = found.filter(({ location }) => location[0] === "request");
  // Not even the operation was found.
  if (response.statusCode !== 200) return [`HTTP ${response.statusCode}: ${text.slice(0, 200)}`];
  return said.map(({ location, message }) => `${location.join(".")}: ${message}`);
}
