/** A web server for the files of a folder, under a strict Content-Security-Policy. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** No eval, no other hosts. WebAssembly needs 'wasm-unsafe-eval'; the nonce is for import maps. */
const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "worker-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval' 'nonce-page'",
].join("; ");

/** @param {string} folder */
export async function serveFolder(folder) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    try {
      const content = await readFile(join(folder, path));
      response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
      response.setHeader("content-security-policy", policy).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, stop };
}
