/** Real connections: `sent` is derived from the way in which Node's fetch fails. */
import assert from "node:assert/strict";
import { once as event } from "node:events";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { after, test } from "node:test";
import { ApiError, Client, ConnectionError, TimeoutError } from "../../pkg/index.node.js";
import { listen, unusedUrl } from "./support/http.mjs";
import { credentials, failure, once, read, success } from "./support/vendor.mjs";

const ends = [];
after(() => ends.forEach((end) => end()));

/** A server on its own port, and a client for it. */
async function serve(server, options) {
  const baseUrl = await listen({ after: (end) => ends.push(end) }, server);
  return { client: new Client({ ...credentials, baseUrl, ...options }), server };
}

test("requests over HTTP are as in the vendor's manual", async () => {
  let got;
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    got = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    response.end(success('{"refundId":3305075341149134261}'));
  });
  const { client } = await serve(server);
  assert.deepEqual(await client.call(...once), { refundId: "3305075341149134261" });
  assert.equal(got.method, "POST");
  assert.equal(got.url, "/alibaba/refund/detail/create");
  assert.equal(got.headers["content-type"], "application/json");
  assert.equal(got.headers["access-key"], credentials.accessKey);
  assert.equal(got.headers["user-id"], credentials.userId);
  assert.match(got.headers.timestamp, /^\d{10}$/);
  assert.match(got.headers["nonce-str"], /^[A-Za-z0-9]{32}$/);
  assert.match(got.headers.signature, /^[0-9A-F]{32}$/);
  assert.match(got.body, /"orderId":3305075341149134261,/);
});

test("no listener: not sent", async () => {
  const client = new Client({ ...credentials, baseUrl: await unusedUrl() });
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, false);
  assert.match(error.message, /ECONNREFUSED.*; the request was not sent$/);
});

test("no such host: not sent", async () => {
  const client = new Client({ ...credentials, baseUrl: "http://no-such-host.invalid" });
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, false);
});

test("the connection closes after the request: it may have arrived, and is not sent again", async () => {
  let requests = 0;
  const server = createServer((request) => {
    requests++;
    request.resume().on("end", () => request.socket.resetAndDestroy());
  });
  const { client } = await serve(server);
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, true);
  assert.match(error.message, /may have reached the vendor/);
  assert.equal(requests, 1);
});

test("the connection closes during the response: the request has arrived", async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-length": 1000 });
    response.write('{"code":200,');
    setTimeout(() => request.socket.destroy(), 10);
  });
  const { client } = await serve(server);
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, true);
});

test("a server that does not speak HTTP: the request may have arrived", async () => {
  const server = createSocketServer((socket) => socket.end("220 mail.example ESMTP\r\n"));
  const { client } = await serve(server);
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ConnectionError);
  assert.equal(error.sent, true);
});

test("a silent server: TimeoutError, and the connection is closed", async () => {
  let closed;
  const server = createServer((request) => (closed = event(request.socket, "close")));
  const { client } = await serve(server, { timeout: 200 });
  const error = await failure(client.call(...once));
  assert.ok(error instanceof TimeoutError);
  assert.equal(error.sent, true);
  await closed;
});

test("an abort closes the connection", async () => {
  const controller = new AbortController();
  let closed;
  const server = createServer((request) => {
    closed = event(request.socket, "close");
    controller.abort("enough");
  });
  const { client } = await serve(server);
  const error = await failure(client.call(...once, { signal: controller.signal }));
  assert.deepEqual([error.name, error.cause, error.sent], ["AbortError", "enough", true]);
  await closed;
});

test("a connection that closes once: a read is retried and succeeds", async () => {
  let requests = 0;
  const server = createServer((request, response) => {
    if (++requests === 1) return void request.socket.resetAndDestroy();
    response.end(success('{"baseInfo":{"id":7}}'));
  });
  const { client } = await serve(server);
  assert.deepEqual(await client.call(...read), { baseInfo: { id: "7" } });
  assert.equal(requests, 2);
});

test("HTTP 421: a call that must be sent once is not repeated by fetch, which would do so by itself", async () => {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume().on("end", () => response.writeHead(421).end());
  });
  const { client } = await serve(server);
  for (const call of [once, ["alibaba.order.payUrl", { orderId: "3305075341149134261" }]]) {
    requests = 0;
    const error = await failure(client.call(...call));
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.sent, true);
    assert.match(error.message, /421/);
    assert.equal(requests, 1);
  }
});

test("a redirect is not followed", async () => {
  let strayed = 0;
  const { server: elsewhere } = await serve(createServer((request, response) => response.end(String(strayed++))));
  const location = `http://127.0.0.1:${elsewhere.address().port}/`;
  const { client } = await serve(createServer((request, response) => response.writeHead(307, { location }).end()));
  const error = await failure(client.call(...once));
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 307);
  assert.equal(strayed, 0);
});

test("a compressed response of a megabyte in many chunks is read", async () => {
  const { gzipSync } = await import("node:zlib");
  const records = Array.from({ length: 20_000 }, (_, index) => `{"orderId":${3305075341149134261n + BigInt(index)}}`);
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    const bytes = gzipSync(success(`{"list":[${records}]}`));
    for (let start = 0; start < bytes.length; start += 10_000) response.write(bytes.subarray(start, start + 10_000));
    response.end();
  });
  const { client } = await serve(server);
  const { list } = await client.call(...read);
  assert.equal(list.length, 20_000);
  assert.equal(list.at(-1).orderId, "3305075341149154260");
});
