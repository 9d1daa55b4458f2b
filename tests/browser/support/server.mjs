/** A local server with the package, a page that imports it by name, and a vendor and a proxy of a sandbox at the same origin. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, normalize } from "node:path";
import { Client, nodeListener } from "../../../pkg/index.node.js";
import { createProxy } from "../../../pkg/proxy/index.js";
import { createSandbox } from "../../../pkg/sandbox/index.js";

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };

// Strict: no eval, no other hosts. WebAssembly needs 'wasm-unsafe-eval'.
const policy = [
  "default-src 'none'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval' 'nonce-page'",
].join("; ");

const page = `<!doctype html>
<meta charset="utf-8">
<title>pandapon</title>
<script type="importmap" nonce="page">
{ "imports": {
  "pandapon": "/pkg/index.js",
  "pandapon/slim": "/pkg/slim.js",
  "pandapon/sandbox": "/pkg/sandbox/index.js",
  "pandapon/sign": "/pkg/sign/index.js"
} }
</script>`;

const worker = `import { Client } from "/pkg/index.js";
import { createSandbox } from "/pkg/sandbox/index.js";
const sandbox = createSandbox();
const refusal = () => {
  try {
    new Client({ ...sandbox, dangerouslyAllowBrowser: false });
  } catch ({ message }) {
    return message;
  }
};
const { totalRecords } = await new Client(sandbox).alibaba.product.searchByKeyword({ keyword: "mug" });
postMessage([refusal(), totalRecords]);`;

/** Starts the server. Returns its address, the requests to /vendor, the audit of the proxy, and a function that stops it. */
export async function serve() {
  const requests = [];
  const calls = [];
  const client = new Client(createSandbox());
  const authorize = (request) => request.headers.get("cookie") === "session=bob";
  const proxy = createProxy({ client, allow: ["alibaba.*"], authorize, audit: (call) => calls.push(call) });
  const api = nodeListener(proxy);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    try {
      if (pathname === "/") return sendPage(response);
      if (pathname === "/worker.js") return response.setHeader("content-type", "text/javascript").end(worker);
      if (pathname === "/favicon.ico") return response.writeHead(204).end();
      if (pathname.startsWith("/api/")) return api(request, response);
      if (pathname.startsWith("/vendor/")) return await answer(request, response, requests);
      return await sendFile(pathname, response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, requests, calls, stop };
}

function sendPage(response) {
  response.setHeader("content-type", "text/html").setHeader("content-security-policy", policy);
  response.end(page);
}

/** Serves a file of the package: from /pkg with its content type, from /untyped with an unknown one. */
async function sendFile(pathname, response) {
  const [, folder, path] = /^\/(pkg|untyped)\/(.*)$/.exec(normalize(pathname)) ?? [];
  if (!folder) return response.writeHead(404).end();
  const type = types[extname(path)];
  const untyped = folder === "untyped" && type === "application/wasm";
  response.setHeader("content-type", untyped ? "application/octet-stream" : type);
  response.end(await readFile(new URL(`../../../pkg/${path}`, import.meta.url)));
}

/** The vendor: slow, redirecting or broken according to the path, otherwise a success that describes the request. */
async function answer(request, response, requests) {
  const body = Buffer.concat(await request.toArray()).toString();
  requests.push({ method: request.method, url: request.url, headers: request.headers, body });
  const [, , kind] = request.url.split("/");
  if (kind === "slow") return;
  if (kind === "redirect") return response.writeHead(307, { location: "/vendor/good/strayed" }).end();
  if (kind === "broken") return request.socket.resetAndDestroy();
  response.setHeader("content-type", "application/json");
  response.end('{"requestId":"r1","code":200,"developId":1,"msg":"ok","data":{"refundId":3305075341149134261}}');
}
