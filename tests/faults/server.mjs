/**
 * The server of the faults: a port for each cell of the table, so that no cell shares connections with another, and one for
 * control, where the programs request their cells and report the outcomes.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { Client } from "../../pkg/index.node.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { callOf, idIn, names, newId, routes } from "./calls.mjs";
import { answer, envelope, json, preflight } from "./http.mjs";
import { freePort, stalledListener } from "./ports.mjs";

const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};

/** Timeout of attempts that must not time out. */
const TIMEOUT = 20_000;

/** The arrivals of calls, by their ids. */
const calls = new Map();

/** A fault and one call to which it applies. */
class Cell {
  /** The ids of the call that opens a kept connection, the call with the fault, and the call after it. */
  ids = { warm: newId(), call: newId(), next: newId() };
  arrivals = { warm: 0, call: 0, next: 0 };
  /** The distinct requests: a runtime may send exactly the same request again. */
  nonces = new Set();
  /** Requests that followed a redirect. */
  strayed = 0;
  notes = {};
  healed = false;
  #sockets = new Set();
  /** Sockets on which the fault has acted. */
  #faulty = new Set();
  #listener;

  constructor({ fault, safety, method, proxy }) {
    Object.assign(this, { fault, safety, method, proxy });
    this.id = this.ids.call;
    for (const [stage, id] of Object.entries(this.ids)) calls.set(id, { cell: this, stage });
  }

  async open() {
    const { connecting } = this.fault;
    if (connecting) this.port = await freePort();
    if (connecting === "stalled") this.#listener = await stalledListener(this.port);
    if (!connecting) await this.#listen(0);
  }

  /** Disables the fault. */
  async heal() {
    if (this.healed) return;
    this.healed = true;
    if (!this.fault.connecting) return;
    await this.#listener?.close();
    await this.#listen(this.port);
  }

  /** Number of open connections on which an attempt has timed out: a client must close them. */
  async countOpen() {
    const { timeout, respond } = this.fault;
    const open = () => [...this.#faulty].filter((socket) => !socket.destroyed).length;
    for (let waits = timeout && respond ? 60 : 0; waits > 0 && open() > 0; waits--)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return timeout && respond ? open() : 0;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await this.#listener?.close();
  }

  async #listen(port) {
    const server = createTcpServer({ noDelay: true }, (socket) => this.#accept(socket));
    await once(server.listen(port, "127.0.0.1"), "listening");
    this.port = server.address().port;
    this.#listener = { close: () => new Promise((closed) => server.close(closed)) };
  }

  #accept(socket) {
    socket.cell = this;
    this.#sockets.add(socket);
    socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
    if (this.fault.accept && !this.healed) this.fault.accept(socket);
    else parser.emit("connection", socket);
  }

  async receive(request) {
    const { socket, method, url, headers } = request;
    if (method === "OPTIONS") return socket.write(preflight);
    if (this.fault.begin && !this.healed) return this.fault.begin(socket, request);
    const body = await textOf(request);
    if (body === undefined) return undefined;
    if (url.startsWith("/strayed")) this.strayed += 1;
    const { stage } = calls.get(idIn(url + body)) ?? {};
    if (!stage) return socket.end(answer(404));
    const isKept = socket.served === true;
    socket.served = true;
    const right = this.proxy ? await proxied(request, body) : vendor(headers["nonce-str"], url + body);
    this.#act(stage, { socket, isKept, closes: headers.connection === "close", right });
  }

  #act(stage, { socket, isKept, closes, right: { status, body } }) {
    const right = answer(status, body, closes ? { ...json, connection: "close" } : json);
    const respond = () => (closes ? socket.end(right) : socket.write(right));
    const note = (name, value) => (this.notes[name] = value);
    const exchange = {
      socket,
      body,
      right,
      respond,
      note,
      strayed: `http://127.0.0.1:${this.port}/strayed?id=${this.ids.call}`,
    };
    const { keeps, always, respond: act = respond } = this.fault;
    if (!this.healed && keeps && keeps !== true && stage === "warm") return keeps(exchange);
    const isFaulty = !keeps || (stage === "call" && (isKept || always));
    if (this.healed || !isFaulty || act === respond) return respond();
    this.#faulty.add(socket);
    act(exchange);
  }

  /** The data for the program. */
  get task() {
    const { ids, fault, safety, method, proxy } = this;
    const next = { safety: "read", method: "POST" };
    const origin = `http://127.0.0.1:${this.port}`;
    const expecting = (kind, id) => {
      const [name, params] = callOf(kind, id);
      return { name, params, echo: id };
    };
    return {
      id: this.id,
      warm: fault.keeps ? expecting(next, ids.warm) : null,
      pause: fault.pause ?? 0,
      call: expecting({ safety, method }, ids.call),
      next: expecting(next, ids.next),
      timeout: fault.timeout ?? TIMEOUT,
      filler: fault.filler ?? 0,
      heavy: fault.heavy ?? false,
      options: {
        ...(proxy
          ? { baseUrl: `${origin}/api`, signer: "proxy" }
          : { ...credentials, baseUrl: origin, dangerouslyAllowBrowser: true }),
        routes,
        timeout: TIMEOUT,
        allowUnknown: true,
      },
    };
  }
}

/** Reads the whole body. Returns nothing if the connection ended before. */
async function textOf(request) {
  try {
    return Buffer.concat(await request.toArray()).toString();
  } catch {
    return undefined;
  }
}

/** The vendor behind every cell: receives a request, and returns the correct response. */
function vendor(nonce, text) {
  const id = idIn(text);
  const { cell, stage } = calls.get(id);
  cell.arrivals[stage] += 1;
  if (stage === "call") cell.nonces.add(nonce);
  return { status: 200, body: envelope(200, { echo: id }) };
}

/** A proxy as a user would configure it, in front of the same vendor. */
async function proxied({ method, url, headers }, body) {
  const address = `http://${headers.host}${url}`;
  const own = { "sec-fetch-site": "same-origin", origin: new URL(address).origin };
  const response = await proxy(
    new Request(address, { method, headers: { ...headers, ...own }, body: method === "GET" ? undefined : body }),
  );
  return { status: response.status, body: await response.text() };
}

const fetchVendor = async (url, { headers, body }) => {
  const { status, body: text } = vendor(headers["nonce-str"], url + (body ?? ""));
  return new Response(text, { status, headers: json });
};

const proxy = createProxy({
  client: new Client({
    ...credentials,
    baseUrl: "http://vendor.example",
    fetch: fetchVendor,
    routes,
    allowUnknown: true,
  }),
  allow: [...new Set(names)],
  authorize: () => true,
});

/** Parses requests on every connection. It never responds by itself: faults write to the sockets. */
const parser = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, (request) => {
  request.socket.cell.receive(request).catch((error) => {
    console.error("The fault server failed:", error);
    request.socket.destroy();
  });
});
parser.on("clientError", (_, socket) => socket.destroy());

/** Starts the control server. `files` maps paths to `{ type, content }` for browsers. */
export async function startServer(files = {}) {
  let cells = new Map();
  let finished = () => {};

  const actions = {
    // Cells that wait for a timeout start first and wait together, but after one that is fast.
    "/cells": () => {
      const [first, ...tasks] = [...cells.values()].map(({ task }) => task);
      return [first, ...tasks.sort((one, other) => one.timeout - other.timeout)];
    },
    "/heal": ({ id }) => cells.get(id).heal(),
    "/report": async ({ id, ...report }) => {
      const cell = cells.get(id);
      cell.report = report;
      cell.notes.open = await cell.countOpen();
      await cell.close();
    },
    "/finished": () => finished(),
  };

  // Never closes a connection by itself: a program that sends at that moment would fail.
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (files[pathname]) return response.setHeader("content-type", files[pathname].type).end(files[pathname].content);
    if (!actions[pathname]) return response.writeHead(404).end();
    const result = await actions[pathname](JSON.parse((await textOf(request)) || "{}"));
    response.setHeader("content-type", "application/json").end(JSON.stringify(result ?? null));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");

  return {
    address: `http://127.0.0.1:${server.address().port}`,

    /** Opens the cells for the next program. `done` settles when it reports that it is done. */
    async open(declarations) {
      const opened = declarations.map((declaration) => new Cell(declaration));
      await Promise.all(opened.map((cell) => cell.open()));
      cells = new Map(opened.map((cell) => [cell.id, cell]));
      const done = new Promise((resolve) => (finished = resolve));
      return { cells: opened, done };
    },

    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
