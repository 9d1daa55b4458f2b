/**
 * The faults: what a server does, and what the client must report.
 *
 * A fault acts at its stages: `accept` when a connection is opened, `begin` before the body of a request is read, `respond` when a
 * request has arrived completely. With `keeps`, the client first makes a call on a connection that is kept open; `respond` then
 * applies only to further requests on kept connections, and `keeps` itself may break one in between. Where a fault does nothing,
 * the server responds correctly.
 */
import { gzipSync } from "node:zlib";
import { answer, chunk, envelope, head, html, json } from "./http.mjs";

/**
 * @typedef {object} Expected
 * @property {string | string[]} outcome one of these
 * @property {boolean | "either"} [sent] of an error
 * @property {number | [number, number]} times number of attempts, or of arrivals of a once call; or minimum and maximum
 *
 * @typedef {object} Exchange
 * @property {import("node:net").Socket} socket
 * @property {string} body the body of the correct response
 * @property {() => void} respond sends the correct response
 *
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} does
 * @property {Expected} repeatable expected for a read and for an idempotent call
 * @property {Expected} once expected for a once call
 * @property {(Partial<Expected> & { runtimes: string[], safeties?: string[] })[]} [differs] exceptions
 * @property {number} [timeout] of each attempt, in milliseconds
 * @property {string[]} [methods]
 * @property {number} [filler] size of a field that makes the request large
 * @property {boolean} [heavy] whether the program must do nothing else at that time
 * @property {"refused" | "stalled"} [connecting] what happens before a connection is made
 * @property {(socket: import("node:net").Socket) => void} [accept]
 * @property {(socket: import("node:net").Socket, request: import("node:http").IncomingMessage) => void} [begin]
 * @property {(exchange: Exchange) => void} [respond]
 * @property {true | ((exchange: Exchange) => void)} [keeps]
 * @property {boolean} [always] whether `respond` applies to requests on other connections, too
 * @property {number} [pause] between the call that opens the kept connection and the next, in milliseconds
 */

/** Far longer than an attempt takes on a busy machine, far shorter than the timeout of the test. */
const STALL = 5000;

/** The maximum size of a response is 16 MiB. */
const BOMB = 48 * 2 ** 20;
/** Far more than fits between a server and a page of a busy browser after the page has stopped to read. */
const ENDLESS = 512 * 2 ** 20;

const ERROR_PAGE = "<!DOCTYPE html>\n<html><head><title>Error of a gateway</title></head><body>try later</body></html>";

/** An error after this many attempts of a call that may be repeated, and this many arrivals of one that may not. */
const error = (outcome, tries, once = 1) => ({
  repeatable: { outcome, sent: true, times: tries },
  once: { outcome, sent: true, times: once },
});

const lost = error("ConnectionError", 3);
const unarrived = error("ConnectionError", 0, 0);
/** Some runtimes report that the connection was not established. */
const unconnected = { ...unarrived, differs: [{ runtimes: ["rust, reqwest"], sent: "either" }] };
const late = { ...error("TimeoutError", 3), timeout: STALL };
const unreadable = error("DecodeError", 1);
const fine = { repeatable: { outcome: "ok", times: 1 }, once: { outcome: "ok", times: 1 } };

const NODE = ["node 20", "node 22", "node 24", "rust, fetch"];
const BROWSERS = ["chromium", "firefox", "chromium, proxy", "firefox, proxy"];

/** Runtimes in which a request cannot demand its own connection. */
const SHARING = [...NODE, "workerd", ...BROWSERS];

const respond = (run) => ({ respond: ({ socket, ...exchange }) => run(socket, exchange) });
const write = (bytes) => respond((socket) => socket.write(bytes));
const end = (bytes) => respond((socket) => socket.end(bytes));

/** @type {Omit<Fault, "name">[] & Record<string, Omit<Fault, "name">>} */
const connections = {
  refused: {
    does: "nobody listens",
    connecting: "refused",
    repeatable: { outcome: "ConnectionError", sent: false, times: 0 },
    once: { outcome: "ConnectionError", sent: false, times: 0 },
    // They do not report why a request failed.
    differs: [{ runtimes: ["deno", "workerd", ...BROWSERS], sent: true }],
  },
  "connect stalls": {
    does: "the handshake of TCP is not answered",
    connecting: "stalled",
    // The system keeps trying, and may succeed just when the call ends.
    ...error("TimeoutError", [0, 3], [0, 1]),
    timeout: STALL,
  },
  "reset when accepted": {
    does: "RST before anything is read",
    accept: (socket) => socket.resetAndDestroy(),
    ...unconnected,
  },
  "closed when accepted": { does: "FIN before anything is read", accept: (socket) => socket.destroy(), ...unconnected },
  "silent when accepted": {
    does: "reads nothing",
    accept: (socket) => socket.pause(),
    ...error("TimeoutError", 0, 0),
    timeout: STALL,
  },
};

const LARGE = { methods: ["POST"], filler: 1_500_000 };

const requests = {
  "reset within the request": {
    does: "RST after the head of a large request",
    begin: (socket) => socket.resetAndDestroy(),
    ...LARGE,
    ...unarrived,
  },
  "closed within the request": {
    does: "closes after the head of a large request",
    begin: (socket) => socket.destroy(),
    ...LARGE,
    ...unarrived,
  },
  "silent within the request": {
    does: "reads the head of a large request, and no more",
    begin: (socket) => socket.pause(),
    ...LARGE,
    ...error("TimeoutError", 0, 0),
    timeout: STALL,
  },
  "refused within the request": {
    does: "413 after the head of a large request, then closes",
    begin: (socket) => socket.end(answer(413, ERROR_PAGE, { ...html, connection: "close" })),
    ...LARGE,
    // Whether the response is read depends on whether the client first notices it or the failed write.
    ...error(["ApiError gateway", "ConnectionError"], 0, 0),
  },
  "reset after the request": { does: "RST, no answer", ...respond((socket) => socket.resetAndDestroy()), ...lost },
  "closed after the request": { does: "FIN, no answer", ...respond((socket) => socket.end()), ...lost },
  "silent after the request": { does: "no answer", ...respond(() => {}), ...late },
};

/** Half of the correct response. */
const half = (text) => text.slice(0, text.length / 2);

const answers = {
  "silent within the head": { does: "half of a head, then nothing", ...write(half(head(200, json))), ...late },
  "silent after the head": {
    does: "a head, then nothing",
    ...write(head(200, { ...json, "content-length": 100 })),
    ...late,
  },
  "silent within the body": {
    does: "half of a body, then nothing",
    ...respond((socket, { body }) => socket.write(head(200, { ...json, "content-length": body.length }) + half(body))),
    ...late,
  },
  "slow body": {
    does: "a byte of the body every 100 ms",
    ...respond((socket) => {
      socket.write(head(200, { ...json, "content-length": 1000 }));
      const timer = setInterval(() => socket.write(" "), 100);
      socket.on("close", () => clearInterval(timer));
    }),
    ...late,
  },
  "closed within the head": {
    does: "half of a head, then FIN",
    ...end(half(head(200, json))),
    ...lost,
    // They treat the received part as the whole head.
    differs: [{ runtimes: BROWSERS, outcome: "DecodeError", times: 1 }],
  },
  "closed within the body": {
    does: "half of a body, then FIN",
    ...respond((socket, { body }) => socket.end(head(200, { ...json, "content-length": body.length }) + half(body))),
    ...lost,
  },
  "reset within the body": {
    does: "half of a body, then RST",
    ...respond((socket, { body }) => {
      socket.write(head(200, { ...json, "content-length": body.length }) + half(body), () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      );
    }),
    ...lost,
  },
  "closed within the chunks": {
    does: "half of a body in chunks, then FIN",
    ...respond((socket, { body }) =>
      socket.end(head(200, { ...json, "transfer-encoding": "chunked" }) + chunk(half(body))),
    ),
    ...lost,
  },
  "gzip cut off": {
    does: "half of a compressed body, of the length that is announced",
    ...respond((socket, { body }) => {
      const bytes = gzipSync(`${body}${" ".repeat(1000)}`);
      socket.write(answer(200, bytes.subarray(0, bytes.length / 2), { ...json, "content-encoding": "gzip" }));
    }),
    // Some decompressors return what they have, without an error.
    ...error(["ConnectionError", "DecodeError"], [1, 3]),
  },
  "no gzip": {
    does: "text that is announced as gzip",
    ...respond((socket, { body }) => socket.write(answer(200, body, { ...json, "content-encoding": "gzip" }))),
    ...error(["ConnectionError", "DecodeError"], [1, 3]),
    // It does not request compression, and does not decompress.
    differs: [{ runtimes: ["rust, reqwest"], outcome: "ok", times: 1 }],
  },
};

const contents = {
  empty: { does: "200 without a body", ...write(answer(200, "", json)), ...unreadable },
  "no content": { does: "204", ...write(head(204)), ...unreadable },
  HTML: { does: "200 with a page", ...write(answer(200, ERROR_PAGE, html)), ...unreadable },
  "JSON without envelope": {
    does: "200 with other JSON",
    ...write(answer(200, '{"status":"UP"}', json)),
    ...unreadable,
  },
  "JSON cut off": {
    does: "200 with half of the JSON text",
    ...respond((socket, { body }) => socket.write(answer(200, half(body), json))),
    ...unreadable,
  },
  "bad UTF-8": {
    does: "200 with a byte that is not UTF-8",
    ...respond((socket, { body }) =>
      socket.write(
        answer(
          200,
          Buffer.concat([Buffer.from(half(body)), Buffer.of(0xff), Buffer.from(body.slice(body.length / 2))]),
          json,
        ),
      ),
    ),
    ...unreadable,
  },
  "nested data": {
    does: "data that is nested 100,000 deep",
    heavy: true,
    ...respond((socket, { body }) => {
      socket.write(
        answer(200, body.replace('"echo"', `"deep":${"[".repeat(100_000)}${"]".repeat(100_000)},"echo"`), json),
      );
    }),
    ...fine,
    // serde_json reads 128 levels.
    differs: [{ runtimes: ["rust, reqwest", "rust, fetch"], outcome: "DecodeError", sent: true }],
  },
  brackets: {
    does: "a million opening brackets",
    heavy: true,
    ...write(answer(200, "[".repeat(1_000_000), json)),
    ...unreadable,
  },
  "gzip bomb": {
    does: `${BOMB} bytes, compressed a thousand times smaller`,
    heavy: true,
    ...respond((socket) => socket.write(bomb())),
    ...unreadable,
  },
  "endless body": { does: `${ENDLESS} bytes in chunks`, heavy: true, ...respond(pour), ...unreadable },
  "endless head": { does: "headers of 4 MiB", ...respond(pourHeaders), ...lost },
};

let compressed;

function bomb() {
  const text = envelope(200, { filler: "" }).replace('"filler":"', `$&${"a".repeat(BOMB)}`);
  return (compressed ??= answer(200, gzipSync(text), { ...json, "content-encoding": "gzip" }));
}

/** Sends as much as the client reads, and counts it. */
async function pour(socket, { note }) {
  const part = chunk("a".repeat(65_536));
  let drained;
  socket.on("drain", () => drained?.()).on("close", () => drained?.());
  socket.write(head(200, { ...json, "transfer-encoding": "chunked" }) + chunk('{"code":200,"data":{"filler":"'));
  for (let sent = 0; sent < ENDLESS && !socket.destroyed; sent += 65_536) {
    if (!socket.write(part)) await new Promise((resolve) => (drained = resolve));
  }
  if (socket.destroyed) return;
  note("readToTheEnd", true);
  socket.write(`${chunk('"}}')}0\r\n\r\n`);
}

function pourHeaders(socket, { body }) {
  const lines = Array.from({ length: 512 }, (_, index) => [`x-filler-${index}`, "a".repeat(8192)]);
  socket.write(answer(200, body, { ...Object.fromEntries(lines), ...json }));
}

/** Statuses, each with a gateway's body and with the vendor's envelope. */
const statuses = {};
const REPEATED = [408, 429, 500, 502, 503, 504];
for (const status of [400, 401, 403, 404, 409, 413, 421, 425, 501, 520, ...REPEATED]) {
  const times = REPEATED.includes(status) ? 3 : 1;
  statuses[`${status}, HTML`] = {
    does: `${status} with a page`,
    ...write(answer(status, ERROR_PAGE, html)),
    ...error(status === 429 ? "ApiError rateLimit" : "ApiError gateway", times),
  };
}
// Node's fetch would repeat it, which a once call prevents.
statuses["421, HTML"].differs = [{ runtimes: NODE, safeties: ["once"], outcome: "ConnectionError" }];
for (const status of [400, ...REPEATED]) {
  const times = REPEATED.includes(status) ? 3 : 1;
  statuses[`${status}, envelope`] = {
    does: `${status} with the vendor's envelope`,
    ...write(answer(status, envelope(5011, null, "no"), json)),
    ...error(status === 429 ? "ApiError rateLimit" : "ApiError refusal", times),
  };
}
Object.assign(statuses, {
  "200, refusal": {
    does: "200 with an envelope that refuses",
    ...write(answer(200, envelope(5011, null, "no"), json)),
    ...error("ApiError refusal", 1),
  },
  "504, empty": { does: "504 without a body", ...write(answer(504)), ...error("ApiError gateway", 3) },
  "504, status as code": {
    does: "504 with an envelope whose code repeats the status",
    ...write(answer(504, envelope(504, null, "no"), json)),
    ...error("ApiError gateway", 3),
  },
  "504, code without id": {
    does: "504 with a gateway's JSON that looks like an envelope",
    ...write(answer(504, '{"code":504,"msg":"Gateway Timeout"}', json)),
    ...error("ApiError gateway", 3),
  },
  "504, JSON": {
    does: "504 with a gateway's JSON",
    ...write(answer(504, '{"error":"upstream timed out"}', json)),
    ...error("ApiError gateway", 3),
  },
  "503, closed": {
    does: "503 with a page up to the end of the connection",
    ...end(head(503, { ...html, connection: "close" }) + ERROR_PAGE),
    ...error("ApiError gateway", 3),
  },
  "429, at once": {
    does: "429 that may be retried immediately",
    ...write(answer(429, "", { "retry-after": 0 })),
    ...error("ApiError rateLimit", 3),
  },
  "503, in an hour": {
    does: "503 that may be repeated in an hour",
    ...write(answer(503, "", { "retry-after": 3600 })),
    ...error("ApiError gateway", 1),
  },
  "not modified": {
    does: "304 to a request that has no condition",
    ...write(head(304)),
    ...error("ApiError gateway", 1),
  },
});

const redirects = Object.fromEntries(
  [301, 302, 303, 307, 308].map((status) => {
    const sends = respond((socket, { strayed }) => socket.write(answer(status, "", { location: strayed })));
    return [`redirect ${status}`, { does: "redirects to another path", ...sends, ...error("ApiError gateway", 1) }];
  }),
);

/** Contradictory framing of a body. */
const framed = (headers, more = "") =>
  respond((socket, { body }) => socket.end(head(200, { ...json, ...headers(body) }) + body + more));

/** Browsers read until the connection ends. */
const ignored = [{ runtimes: BROWSERS, outcome: "ok", times: 1 }];

const lengths = {
  "length too short": {
    does: "a body longer than announced, and the connection is kept",
    ...respond((socket, { body }) => socket.write(head(200, { ...json, "content-length": body.length - 10 }) + body)),
    ...error("DecodeError", 1),
  },
  "length too long": {
    does: "a body shorter than announced, and the connection is kept",
    ...respond((socket, { body }) => socket.write(head(200, { ...json, "content-length": body.length + 10 }) + body)),
    ...late,
  },
  "length negative": {
    does: "content-length: -1",
    ...framed(() => ({ "content-length": -1 })),
    ...lost,
    differs: ignored,
  },
  "length no number": {
    does: "content-length: many",
    ...framed(() => ({ "content-length": "many" })),
    ...lost,
    differs: ignored,
  },
  "two lengths": {
    does: "content-length twice, with two values",
    ...framed((body) => ({ "content-length": body.length - 10, "Content-Length": body.length })),
    ...lost,
  },
  "length and chunks": {
    does: "content-length beside chunks",
    ...respond((socket, { body }) => {
      socket.end(
        head(200, { ...json, "content-length": 3, "transfer-encoding": "chunked" }) + chunk(body) + "0\r\n\r\n",
      );
    }),
    ...error(["ok", "ConnectionError"], [1, 3]),
  },
  "bad chunk size": {
    does: "chunks whose size is no number",
    ...respond((socket, { body }) =>
      socket.end(`${head(200, { ...json, "transfer-encoding": "chunked" })}many\r\n${body}\r\n0\r\n\r\n`),
    ),
    ...lost,
  },
};

const protocol = {
  "early hints": {
    does: "103, then the right answer",
    ...respond((socket, { respond }) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload; as=style\r\n\r\n");
      setTimeout(respond, 20);
    }),
    ...fine,
  },
  continue: {
    does: "100 without being asked, then the right answer",
    ...respond((socket, { respond }) => {
      socket.write("HTTP/1.1 100 Continue\r\n\r\n");
      setTimeout(respond, 20);
    }),
    ...fine,
    // undici treats it as a protocol error.
    differs: [
      { runtimes: NODE, safeties: ["read", "idempotent"], outcome: "ConnectionError", sent: true, times: 3 },
      { runtimes: NODE, safeties: ["once"], outcome: "ConnectionError", sent: true },
    ],
  },
  "hints without end": {
    does: "103 again and again",
    ...respond((socket) => {
      const timer = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    }),
    ...late,
  },
  "switching protocols": {
    does: "101 without being asked",
    ...end("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n"),
    ...lost,
    // They return it as a response.
    differs: [{ runtimes: ["deno", "workerd", "rust, reqwest"], outcome: "ApiError gateway", times: 1 }],
  },
  "no HTTP": { does: "another protocol", ...end("220 mail.example ESMTP\r\n"), ...lost },
  "bad header": {
    does: "a header line without a colon",
    ...end(`HTTP/1.1 200 OK\r\nno colon here\r\n\r\n${ERROR_PAGE}`),
    ...lost,
  },
  "HTTP/1.0": {
    does: "an answer of HTTP/1.0 up to the end of the connection",
    ...respond((socket, { body }) => socket.end(head(200, json).replace("HTTP/1.1", "HTTP/1.0") + body)),
    ...fine,
  },
};

/** A call on a kept connection that fails: it is repeated by the client or its runtime, or has its own connection. */
const survives = (failure) => ({
  repeatable: { outcome: "ok", times: [1, 2] },
  once: { outcome: "ok", times: 1 },
  differs: [{ runtimes: SHARING, safeties: ["once"], outcome: failure, sent: true }],
});

/** The client may notice the end in time, or too late. */
const racing = survives(["ok", "ConnectionError"]);

const closedAfter = (milliseconds) => ({
  does: `FIN ${milliseconds} ms after an answer that keeps the connection`,
  keeps: ({ socket, respond }) => {
    respond();
    setTimeout(() => socket.end(), milliseconds);
  },
  ...racing,
});

const idle = (run) => ({
  pause: 1000,
  keeps: ({ socket, respond }) => {
    respond();
    setTimeout(() => run(socket), 50);
  },
});

const kept = {
  "kept, reset by a request": {
    does: "RST when the next request has arrived",
    keeps: true,
    ...respond((socket) => socket.resetAndDestroy()),
    ...survives("ConnectionError"),
  },
  "kept, closed by a request": {
    does: "FIN when the next request has arrived",
    keeps: true,
    ...respond((socket) => socket.end()),
    ...survives("ConnectionError"),
  },
  "kept, cut in the head": {
    does: "half of a head, then RST, when the next request has arrived",
    keeps: true,
    ...respond((socket) => socket.write(half(head(200, json)), () => setTimeout(() => socket.resetAndDestroy(), 20))),
    ...survives("ConnectionError"),
  },
  "kept, silent": {
    does: "no answer to the next request",
    keeps: true,
    ...respond(() => {}),
    ...survives("TimeoutError"),
    timeout: STALL,
  },
  "kept, then always reset": {
    does: "RST when a further request has arrived, on whatever connection",
    keeps: true,
    always: true,
    ...respond((socket) => socket.resetAndDestroy()),
    ...lost,
  },
  "kept, 504": {
    does: "504 to the next request",
    keeps: true,
    always: true,
    ...write(answer(504, ERROR_PAGE, html)),
    ...error("ApiError gateway", 3),
  },
  "kept, 408": {
    does: "408 and FIN when the next request has arrived",
    keeps: true,
    ...end(answer(408, "", { connection: "close" })),
    ...survives("ApiError gateway"),
  },
  "kept, closed at once": {
    does: "FIN right behind an answer that keeps the connection",
    keeps: ({ socket, respond }) => {
      respond();
      socket.end();
    },
    ...racing,
  },
  "kept, closed after 1 ms": closedAfter(1),
  "kept, closed after 2 ms": closedAfter(2),
  "kept, closed after 4 ms": closedAfter(4),
  "kept, closed after 8 ms": closedAfter(8),
  "kept, closed while idle": { does: "FIN long before the next call", ...idle((socket) => socket.end()), ...racing },
  "kept, reset while idle": {
    does: "RST long before the next call",
    ...idle((socket) => socket.resetAndDestroy()),
    ...racing,
  },
  "kept, 408 while idle": {
    does: "408 and FIN long before the next call",
    ...idle((socket) => socket.end(answer(408, "", { connection: "close" }))),
    ...racing,
  },
  "kept, another answer": {
    does: "a second answer right behind the first",
    keeps: ({ socket, right }) =>
      socket.write(Buffer.concat([right, answer(200, envelope(200, { echo: "of somebody else" }), json)])),
    ...racing,
  },
  "kept, another answer while idle": {
    does: "a second answer long before the next call",
    ...idle((socket) => socket.write(answer(200, envelope(200, { echo: "of somebody else" }), json))),
    ...racing,
  },
};

/** @type {Fault[]} */
export const faults = Object.entries({
  ...connections,
  ...requests,
  ...answers,
  ...contents,
  ...statuses,
  ...redirects,
  ...lengths,
  ...protocol,
  ...kept,
}).map(([name, fault]) => ({ name, ...fault }));
