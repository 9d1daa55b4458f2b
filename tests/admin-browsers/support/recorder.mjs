/** A proxy in front of a server, which records everything that a browser sends and receives. */
import { once } from "node:events";
import { request as connect, createServer } from "node:http";

/** @param {string} target an address such as `http://127.0.0.1:8080/` */
export async function record(target) {
  const { hostname, port } = new URL(target);
  const exchanges = [];

  const server = createServer((request, response) => {
    const { method, url } = request;
    const { "accept-encoding": _, ...headers } = request.headers; // uncompressed, so that it can be searched
    const exchange = { method, url, sent: [heads(request)], got: [] };
    exchanges.push(exchange);
    const upstream = connect({ hostname, port, method, path: url, headers }, (answer) => {
      exchange.got.push(heads(answer));
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.on("data", (chunk) => exchange.got.push(chunk)).pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.on("data", (chunk) => exchange.sent.push(chunk)).pipe(upstream);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");

  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    exchanges,
    /** Returns everything, as text in which each byte is a character. */
    text: () =>
      exchanges.flatMap(({ url, sent, got }) => [url, Buffer.concat([...sent, ...got]).toString("latin1")]).join("\n"),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const heads = ({ rawHeaders }) => Buffer.from(`${rawHeaders.join("\n")}\n`);
