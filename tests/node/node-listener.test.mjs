/** Handlers of `Request` and `Response` behind Node's servers, on real sockets. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { connect as connect2, createServer as createServer2 } from "node:http2";
import { connect } from "node:net";
import { afterEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Client, nodeListener, ProxyError } from "../../pkg/index.node.js";
import { listen as listenUntil } from "./support/http.mjs";

/** Ends the servers of a test. */
const ends = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** Starts a server with this listener. Returns its address. */
const listen = (listener, create = createServer) => listenUntil({ after: (end) => ends.push(end) }, create(listener));

const serve = (handler) => listen(nodeListener(handler));

/** Sends bytes to a server. Returns its response up to `until`, or until it closes the connection. */
async function raw(address, text, until) {
  const socket = connect(new URL(address).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(text);
  let received = "";
  for await (const chunk of socket.setEncoding("latin1")) {
    received += chunk;
    if (until && received.includes(until)) break;
  }
  socket.destroy();
  return received;
}

/** Records what the listener writes to the console. */
function complaints(t) {
  return t.mock.method(console, "error", () => {}).mock;
}

test("method, address, headers and the raw body arrive; status, headers and body are returned", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const address = await serve(async (request) => {
    const { method, url, headers } = request;
    const body = Buffer.from(await request.arrayBuffer()).toString("hex");
    const type = headers.get("content-type");
    return Response.json({ method, url, type, body }, { status: 201, headers: { "x-own": "1" } });
  });
  const headers = { "content-type": "application/octet-stream" };
  const answer = await fetch(`${address}/a/b?c=%2F&d`, { method: "PUT", headers, body: bytes });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("x-own"), "1");
  assert.deepEqual(await answer.json(), {
    method: "PUT",
    url: `${address}/a/b?c=%2F&d`,
    type: "application/octet-stream",
    body: Buffer.from(bytes).toString("hex"),
  });
});

test("all repeated headers arrive, and each cookie is sent in its own header", async () => {
  const address = await serve(({ headers }) => {
    const cookies = [
      ["set-cookie", "a=1; Path=/"],
      ["set-cookie", "b=2, 3"],
    ];
    return new Response(`${headers.get("x-twice")}|${headers.get("cookie")}`, { headers: cookies });
  });
  const headers = ["host", "localhost", "x-twice", "1", "X-Twice", "2", "cookie", "c=3"];
  const request = send(address, { headers });
  const [answer] = await once(request.end(), "response");
  assert.equal(Buffer.concat(await answer.toArray()).toString(), "1, 2|c=3");
  assert.deepEqual(answer.headers["set-cookie"], ["a=1; Path=/", "b=2, 3"]);
});

test("neither a Host header nor a request line can change the host or path of the address", async () => {
  const address = await serve(({ url }) => new Response(url));
  const urlOf = async (line, host) => {
    const head = host === undefined ? `GET ${line} HTTP/1.0` : `GET ${line} HTTP/1.1\r\nhost: ${host}`;
    const answer = await raw(address, `${head}\r\nconnection: close\r\n\r\n`);
    return answer.match(/https?:[^\r\n]*/)?.[0];
  };
  assert.equal(await urlOf("/x", "shop.example:8080"), "http://shop.example:8080/x");
  assert.equal(await urlOf("/x", "[::1]:8080"), "http://[::1]:8080/x");
  for (const host of ["", "a/b?", "a@evil.example", "a b", "a#", "a:b", "a\\b", undefined]) {
    assert.equal(await urlOf("/x", host), "http://localhost/x", host);
  }
  assert.equal(await urlOf("//evil.example/x", "shop.example"), "http://shop.example//evil.example/x");
  assert.equal(await urlOf("http://evil.example/x?y", "shop.example"), "http://shop.example/x?y");
  assert.equal(await urlOf("http://evil.example", "shop.example"), "http://shop.example/");
});

test("a request that cannot be a Request is answered 400", async () => {
  const address = await serve(() => new Response("reached"));
  assert.match(await raw(address, "TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"), /^HTTP\/1.1 400 /);
  assert.match(await raw(address, "GET / HTTP/1.1\r\nhost: a:99999\r\nconnection: close\r\n\r\n"), /^HTTP\/1.1 400 /);
});

test("a body can be read in chunks while it is still being sent", async () => {
  const address = await serve(async (request) => {
    const reader = request.body.getReader();
    const { value } = await reader.read();
    return new Response(value);
  });
  const head = "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
  const received = await raw(address, `${head}3\r\none\r\n`, "one");
  assert.match(received, /^HTTP\/1.1 200 /);
  assert.match(received, /connection: close/i, "the connection does not wait for the rest of the body");
});

test("an unread body is not buffered: the client cannot continue sending", async () => {
  let tell;
  const answered = new Promise((resolve) => (tell = resolve));
  const address = await serve(async () => {
    await answered;
    return new Response("enough", { status: 413 });
  });
  const socket = connect(new URL(address).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${1e9}\r\n\r\n`);
  const piece = Buffer.alloc(1 << 20);
  let taken = 0;
  for (let more = true; more && taken < 500; taken++) {
    more = socket.write(piece) || (await Promise.race([once(socket, "drain"), pause(300)])) !== undefined;
  }
  assert.ok(taken < 100, `${taken} MiB were buffered`);
  tell();
  const [received] = await once(socket.setEncoding("latin1"), "data");
  assert.match(received, /^HTTP\/1.1 413 /);
  socket.destroy();
});

test("an unread small body leaves the connection usable", async () => {
  const address = await serve(() => new Response("ok"));
  const post = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}";
  const received = await raw(address, `${post}${post.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n")}`);
  assert.equal(received.match(/HTTP\/1.1 200 /g).length, 2);
});

test("server-sent events are streamed: the head immediately, then each event", async () => {
  let source;
  const body = new ReadableStream({ start: (controller) => (source = controller) });
  const address = await serve(() => new Response(body, { headers: { "content-type": "text/event-stream" } }));
  const answer = await fetch(address);
  assert.equal(answer.headers.get("content-type"), "text/event-stream");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
    source.enqueue(new TextEncoder().encode(event));
    assert.deepEqual(await reader.read(), { value: event, done: false });
  }
  source.close();
  assert.ok((await reader.read()).done);
});

test("a client that disconnects aborts the request and the response stream", async () => {
  const ends = [];
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const note = (what) => ends.push(what) === 2 && end();
  const address = await serve((request) => {
    request.signal.addEventListener("abort", () => note("aborted"));
    return new Response(new ReadableStream({ cancel: () => note("cancelled") }));
  });
  const controller = new AbortController();
  await fetch(address, { signal: controller.signal });
  controller.abort();
  await ended;
  assert.deepEqual(ends.sort(), ["aborted", "cancelled"]);
});

test("a request that was answered is not aborted", async () => {
  let signal;
  const address = await serve((request) => {
    signal = request.signal;
    return new Response("ok");
  });
  await (await fetch(address, { headers: { connection: "close" } })).text();
  await pause(50);
  assert.equal(signal.aborted, false);
});

test("a slow client slows down the source", async () => {
  let made = 0;
  const pull = (controller) => {
    made += 1;
    controller.enqueue(new Uint8Array(1 << 16));
    if (made === 2000) controller.close();
  };
  const address = await serve(() => new Response(new ReadableStream({ pull })));
  const [answer] = await once(send(address).end(), "response");
  await pause(300);
  assert.ok(made < 1000, `${made} chunks wait in memory`);
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  assert.equal(bytes, 2000 << 16);
});

test("HEAD, 204 and 304 have no body", async () => {
  let cancelled = false;
  const address = await serve(({ url, method }) => {
    const status = Number(new URL(url).pathname.slice(1));
    if (method !== "HEAD") return new Response(null, { status });
    const body = new ReadableStream({ cancel: () => (cancelled = true) });
    return new Response(body, { headers: { "content-length": "5" } });
  });
  const received = await raw(address, "HEAD /200 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  assert.match(received, /^HTTP\/1.1 200 OK\r\ncontent-length: 5\r\n/);
  assert.match(received, /\r\n\r\n$/);
  assert.ok(cancelled);
  for (const status of [204, 304]) {
    const received = await raw(address, `GET /${status} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
    assert.match(received, /\r\n\r\n$/);
    assert.doesNotMatch(received, /transfer-encoding/i);
  }
});

test("a handler that fails causes a 500 without details, and a line on the console", async (t) => {
  const logged = complaints(t);
  const used = new Response("used");
  await used.text();
  const failing = {
    throws: () => {
      throw new Error("s3cret");
    },
    rejects: () => Promise.reject(new Error("s3cret")),
    "returns nothing": () => undefined,
    "returns a response that was already read": () => used,
    "returns an error response": () => Response.error(),
  };
  for (const [what, handler] of Object.entries(failing)) {
    const answer = await fetch(await serve(handler));
    assert.equal(answer.status, 500, what);
    assert.equal(await answer.text(), "Internal Server Error", what);
  }
  assert.equal(logged.callCount(), Object.keys(failing).length);
});

test("a console.error that was replaced by a function that fails does no harm", async (t) => {
  const fails = () => {
    throw new Error("no disk");
  };
  for (const error of [fails, async () => fails()]) {
    t.mock.method(console, "error", error);
    const address = await serve(fails);
    assert.equal((await fetch(address)).status, 500);
  }
});

test("the client notices a stream that breaks off", async (t) => {
  complaints(t);
  const parts = [() => new TextEncoder().encode("half")];
  const pull = (controller) => {
    const part = parts.shift();
    if (part) controller.enqueue(part());
    else controller.error(new Error("s3cret"));
  };
  const answer = await fetch(await serve(() => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))));
  assert.equal(answer.status, 200);
  await assert.rejects(answer.text());
});

test("an incomplete body fails the handler's read", async (t) => {
  complaints(t);
  let tell;
  const read = new Promise((resolve) => (tell = resolve));
  const address = await serve(async (request) => {
    tell(await request.text().catch((error) => error));
    return new Response();
  });
  const socket = connect(new URL(address).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf");
  setTimeout(() => socket.destroy(), 50);
  assert.ok((await read) instanceof Error);
});

test("a response that cannot be written becomes a complete 500, and its body is cancelled", async (t) => {
  complaints(t);
  for (const [status, name, value] of [
    [99, "content-length", "5"],
    [1000, "content-encoding", "gzip"],
    [200, "content-length", "5\r\nx: y"],
  ]) {
    let cancelled = false;
    const body = new ReadableStream({ cancel: () => void (cancelled = true) });
    const headers = Object.assign([[name, value]], { getSetCookie: () => [] });
    const answer = await fetch(await serve(() => ({ status, headers, body })));
    assert.equal(answer.status, 500);
    assert.equal(await answer.text(), "Internal Server Error");
    assert.ok(cancelled);
  }
});

test("a response that was already ended is not changed", async (t) => {
  const logged = complaints(t);
  const listener = nodeListener(() => new Response("late"));
  const address = await listen((req, res) => (res.end("early"), listener(req, res)));
  for (let count = 0; count < 2; count++) assert.equal(await (await fetch(address)).text(), "early");
  assert.equal(logged.callCount(), 2);
});

test("the bytes that a body parser kept are used as the body", async () => {
  const listener = nodeListener(async (request) => new Response(await request.text()));
  for (const keep of [
    (req, bytes) => Object.assign(req, { body: JSON.parse(bytes), rawBody: bytes }),
    (req, bytes) => Object.assign(req, { body: JSON.parse(bytes), rawBody: String(bytes) }),
    (req, bytes) => Object.assign(req, { body: bytes }),
    (req, bytes) => Object.assign(req, { body: new Uint8Array(bytes) }),
  ]) {
    const address = await listen(async (req, res) => listener(keep(req, Buffer.concat(await req.toArray())), res));
    for (const body of ['{ "a": 1.0 }', '"\u00e9"']) {
      assert.equal(await (await fetch(address, { method: "POST", body })).text(), body);
    }
  }
});

test("behind Express: the address is complete, and the error names a body parser that ran first", async (t) => {
  const logged = complaints(t);
  const listener = nodeListener(async (request, { req }) => new Response(`${request.url} ${req.session}`));
  const mounted = await listen((req, res) => {
    // As app.use("/api", …) does.
    Object.assign(req, { originalUrl: req.url, url: req.url.replace("/api", ""), session: "bob" });
    listener(req, res, () => {});
  });
  assert.equal(await (await fetch(`${mounted}/api/x`)).text(), `${mounted}/api/x bob`);
  const parsed = await listen(async (req, res) => {
    req.body = JSON.parse(Buffer.concat(await req.toArray()));
    listener(req, res);
  });
  for (let count = 0; count < 3; count++) {
    const answer = await fetch(parsed, { method: "POST", body: "{}" });
    assert.equal(answer.status, 500);
    assert.match(await answer.text(), /a body parser has read this request before/);
  }
  assert.equal(logged.callCount(), 1);
});

test("a page hears that a body parser ran first: nothing was sent", async (t) => {
  complaints(t);
  const listener = nodeListener(() => new Response("reached"));
  for (const parsed of [{ orderId: "1" }, "text", [1]]) {
    const baseUrl = await listen(async (req, res) =>
      listener(Object.assign(req, { bytes: await req.toArray(), body: parsed }), res),
    );
    const page = new Client({ baseUrl, signer: "proxy" });
    const error = await page.call("alibaba.order.payUrl", { orderId: "1" }).catch((error) => error);
    assert.ok(error instanceof ProxyError);
    assert.deepEqual([error.code, error.status, error.sent], ["body_consumed", 500, false]);
    assert.match(error.message, /a body parser has read this request before.*express\.json\(\).*req\.rawBody/);
  }
});

test("HTTP/2 works, too", async () => {
  const listener = nodeListener(async (request) => new Response(`${request.url} ${await request.text()}`));
  const address = await listen(listener, createServer2);
  const session = connect2(address);
  const stream = session.request({ ":method": "POST", ":path": "/x" });
  stream.end("body");
  assert.equal(Buffer.concat(await stream.toArray()).toString(), `${address}/x body`);
  session.close();
});
