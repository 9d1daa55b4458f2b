/**
 * The page's server: serves the page, signs for it, and forwards calls to the vendor, here the sandbox.
 *
 *     npm run yew
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";

// In your own project: "pandapon", "pandapon/sandbox", "pandapon/sign".
import { nodeListener } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { sign } from "../../pkg/sign/index.js";

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const page = { "/": "./index.html" };
for (const file of ["pandapon-yew.js", "pandapon-yew_bg.wasm"]) page[`/page/${file}`] = `../../dist/yew/${file}`;

/** The names of this machine. With DNS rebinding, pages of other sites could reach it under other names and get signatures. */
const hosts = ["127.0.0.1", "localhost"];

/** Starts a server on this port of this machine. Its sandbox replaces the vendor. */
export function serve(port, sandbox = createSandbox()) {
  const { accessKey, accessSecret, userId, baseUrl } = sandbox;

  async function handle(request) {
    const { hostname, origin, pathname, search } = new URL(request.url);
    if (!hosts.includes(hostname)) return new Response("Not this server's name", { status: 421 });
    if (Object.hasOwn(page, pathname)) {
      const file = new URL(page[pathname], import.meta.url);
      return new Response(await readFile(file), { headers: { "content-type": types[extname(file.pathname)] } });
    }
    const isOwnPage = (request.headers.get("origin") ?? origin) === origin;
    if (request.method !== "POST" || !isOwnPage) return new Response("Not found", { status: 404 });
    if (pathname === "/sign") {
      // Anyone who gets signatures can order with your money: authenticate the user here.
      const { timestamp, nonceStr } = await request.json();
      return new Response(sign({ accessKey, accessSecret, timestamp, nonceStr }));
    }
    if (pathname !== "/vendor/alibaba/product/keywords/query") return new Response("Not found", { status: 404 });
    const headers = new Headers({ "content-type": "application/json", "access-key": accessKey, "user-id": userId });
    for (const name of ["timestamp", "nonce-str", "signature"]) headers.set(name, request.headers.get(name) ?? "");
    const path = pathname.slice("/vendor".length) + search;
    return sandbox.fetch(baseUrl + path, { method: "POST", headers, body: await request.text() });
  }

  return createServer(nodeListener(handle)).listen(port, "127.0.0.1");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = serve(Number(process.env.PORT ?? 4020));
  server.on("listening", () => console.log(`http://127.0.0.1:${server.address().port}/`));
}
