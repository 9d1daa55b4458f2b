/** Prism, a proxy for each document, in front of a vendor: a request with a violation does not reach the vendor. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request as open } from "node:http";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));

/** Maximum number of concurrent requests to a proxy. */
const AT_ONCE = 4;

/** The vendor's response, which Prism's own responses cannot look like. */
const ANSWER = '{"code":200,"msg":"the request arrived"}';

/**
 * @param {Record<string, string>} files of the documents, by their names
 * @returns {Promise<{ judge(requests: import("./peers.mjs").Request[]): Promise<string[][]>, stop(): void }>}
 */
export async function startPrism(files) {
  const vendor = createServer((request, response) => {
    request.resume().on("end", () => response.setHeader("content-type", "application/json").end(ANSWER));
  });
  // It must not keep a failed test alive.
  vendor.listen(0, "127.0.0.1").unref();
  await once(vendor, "listening");
  const upstream = `http://127.0.0.1:${vendor.address().port}`;
  const agent = new Agent({ keepAlive: true });
  const started = Object.entries(files).map(async ([name, file]) => [name, await startProxy(file, upstream)]);
  const proxies = Object.fromEntries(await Promise.all(started));
  return {
    async judge(requests) {
      const verdicts = [];
      const work = async ([name, { port }]) => {
        const waiting = [...requests.entries()].filter(([, { document }]) => document === name).values();
        const next = async () => {
          for (const [index, request] of waiting) verdicts[index] = await violations(agent, port, request);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, next));
      };
      await Promise.all(Object.entries(proxies).map(work));
      return verdicts;
    },
    stop() {
      agent.destroy();
      vendor.close();
      for (const { process } of Object.values(proxies)) process.kill();
    },
  };
}

async function startProxy(file, upstream) {
  const args = ["proxy", "--errors", "--no-multiprocess", "--port", "0", file, upstream];
  const prism = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => prism.kill());
  let printed = "";
  const port = await new Promise((ready, fail) => {
    prism.on("exit", (code) => fail(new Error(`Prism ended with ${code}: ${printed}`)));
    for (const stream of [prism.stdout, prism.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        // It logs every request.
        if (printed.length < 100_000) printed += text;
        const address = /is listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed);
        if (address) ready(Number(address[1]));
      });
    }
  });
  return { port, process: prism };
}

/** Prism's errors for a request with violations, or for an unknown path or method. */
const REFUSALS = /#(UNPROCESSABLE_ENTITY|NO_PATH_MATCHED_ERROR|NO_METHOD_MATCHED_ERROR)$/;

async function violations(agent, port, { method, target, headers, body }) {
  const request = open({ host: "127.0.0.1", port, method, path: target, headers, agent });
  request.end(body ?? undefined);
  const [response] = await once(request, "response");
  const text = (await response.setEncoding("utf8").toArray()).join("");
  if (response.statusCode === 200 && text === ANSWER) return [];
  const { type, title, validation = [] } = JSON.parse(text);
  // Any other error does not say whether the request is valid.
  if (!REFUSALS.test(type)) throw new Error(`Prism did not judge ${method} ${target} ${body}: ${text}`);
  return [title, ...validation.map(({ message }) => message)];
}
