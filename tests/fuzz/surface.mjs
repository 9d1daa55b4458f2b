/**
 * A fuzzer of the public API: operations with odd inputs, each from its own seed. Every operation must end with a value or a
 * documented error that does not contain the secret, and must leave the package in working order.
 *
 *     node tests/fuzz/surface.mjs --operations 1000000 --seed 1
 *     node tests/fuzz/surface.mjs --seed 1 --operation 4711     a single one, with its full error
 */
import { parseArgs } from "node:util";
import {
  Client,
  constructEvent,
  endpoints,
  eventHandler,
  fenToYuan,
  generateTestCallback,
  PandaponError,
  paginate,
  parseEvent,
  yuanToFen,
} from "../../pkg/index.node.js";
import { createProxy } from "../../pkg/proxy/index.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { explainSignature, sign, signHeaders, verifyCallback } from "../../pkg/sign/index.js";
import { oddFetch } from "./odd-fetches.mjs";
import { isThrownByValue, odd, spoilt } from "./odd-values.mjs";
import { Random } from "./random.mjs";

const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};
const SECRET = credentials.accessSecret;

/** A header that distinguishes the requests of an operation's own call from those of nested calls. */
const MARK = "x-operation";

/** Number of concurrent operations. */
const BATCH = 50;

const PARAMS = {
  "alibaba.order.get": { webSite: "1688", orderId: "3305075341149134261" },
  "alibaba.order.list": { page: 1, pageSize: 20 },
  "alibaba.order.payUrl": { orderId: "3305075341149134261" },
  "alibaba.product.searchByKeyword": { keyword: "mug", country: "en" },
  "alibaba.refund.create": {
    orderId: "3305075341149134261",
    orderEntryIds: ["3305075341150134261"],
    disputeRequest: "refund",
    applyPayment: 3600,
    applyCarriage: 0,
    applyReasonId: 20028,
    description: "do not want it",
    goodsStatus: "refundWaitSellerSend",
  },
  "taobao.product.checkBatch": { params: [{ itemId: "672991141190", skuIds: ["1"] }] },
};
const SAFETY = Object.fromEntries(endpoints.map(({ name, safety }) => [name, safety]));
const PAGED = ["alibaba.order.list", "alibaba.product.searchByKeyword", "taobao.product.searchByKeyword"];

const plainFetch = async () => new Response('{"code":200,"data":{"orderId":3305075341149134261}}');
const plainClient = new Client({ ...credentials, fetch: plainFetch });

/** A finding, which fails the run. */
class Finding extends Error {}

/** An operation: its choices and its code. */
class Operation {
  constructor(seed, number) {
    // Independent of the other operations.
    this.random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
    this.reasons = new Set();
    /** Number of nested calls, which is limited because each could make several. */
    this.entries = 0;
  }

  /** Calls the client again from a getter, a fetch or a hook in the middle of a call. */
  reenter = () => {
    if (this.entries === 4) return undefined;
    this.entries += 1;
    const client = this.random.chance(0.5) ? plainClient : (this.client ?? plainClient);
    const [name, params] = this.random.pick(Object.entries(PARAMS));
    const call = client.call(name, params);
    call.catch((error) => this.late.push(error));
    this.controller?.abort(this.random.chance(0.5) ? undefined : this.reason());
    return call;
  };

  late = [];

  reason() {
    const reason = odd(this);
    this.reasons.add(reason);
    return reason;
  }

  clientOptions(record) {
    const options = { ...credentials, fetch: oddFetch(this, record), maxRetries: this.random.below(3) };
    if (this.random.chance(0.2)) options.timeout = this.random.pick([1, 50, 30000]);
    if (this.random.chance(0.1)) options.allowUnknown = true;
    for (const hook of ["onRequest", "onResponse", "onRetry"]) {
      if (this.random.chance(0.15)) options[hook] = this.callback();
    }
    if (this.random.chance(0.1)) options.logger = { debug: this.callback(), warn: this.callback(), error() {} };
    if (this.random.chance(0.1)) options.stringToSign = this.callback();
    if (this.random.chance(0.1)) {
      delete options.accessSecret;
      delete options.stringToSign;
      options.signer = this.callback();
    }
    if (this.random.chance(0.05)) {
      Object.assign(options, { signer: "proxy", baseUrl: "https://proxy.invalid/api", accessSecret: undefined });
      delete options.stringToSign;
    }
    options.logger ??= { error() {} };
    return options;
  }

  /** A function of the user. */
  callback() {
    return this.random.pick([
      () => undefined,
      () => "A".repeat(32),
      () => odd(this),
      () => {
        throw odd(this);
      },
      async () => {
        throw odd(this);
      },
      () => this.reenter(),
      () => this.controller?.abort(this.reason()),
      () => new Promise(() => {}),
    ]);
  }

  callOptions() {
    const options = { headers: { [MARK]: "1" } };
    if (this.random.chance(0.3)) {
      this.controller = new AbortController();
      options.signal = this.controller.signal;
      if (this.random.chance(0.3)) this.controller.abort(this.reason());
      else if (this.random.chance(0.5))
        setTimeout(() => this.controller.abort(this.reason()), this.random.below(30) * 1000);
      this.reasons.add(this.controller.signal);
    }
    if (this.random.chance(0.2)) options.timeout = this.random.pick([1, 5, 30000]);
    if (this.random.chance(0.2)) options.maxRetries = this.random.below(3);
    return this.random.chance(0.7) ? options : spoilt(this, options);
  }

  async run() {
    const [name, run] = this.random.pick(OPERATIONS);
    this.name = name;
    await run(this);
  }
}

const OPERATIONS = Object.entries({
  call,
  call2: call,
  call3: call,
  request,
  build,
  users,
  construct,
  pages,
  events,
  handler,
  proxy,
  signing,
  money,
  sandbox,
});

async function call(operation) {
  const { random } = operation;
  const record = { sent: [] };
  const client = new Client(operation.clientOptions(record));
  operation.client = client;
  const name = random.chance(0.7) ? random.pick(Object.keys(PARAMS)) : random.pick(endpoints).name;
  const params = random.chance(0.4) ? PARAMS[name] : spoilt(operation, PARAMS[name] ?? { orderId: "1", page: 1 });
  const options = operation.callOptions();
  const calls = never(() =>
    random.chance(0.5) ? client.call(name, params, options) : method(client, name)(params, options),
  );
  const { error } = await rejection(operation, random.chance(0.3) ? calls.withResponse() : calls, [PandaponError]);
  const own = record.sent.filter(({ init }) => init.headers[MARK]);
  if (SAFETY[name] !== "once" || own.length === 0) return;
  if (own.length > 1) throw new Finding(`${name} is to be sent once, and fetch was called ${own.length} times`);
  if (is(error, PandaponError) && !error.sent && !isBeforeSending(error)) {
    throw new Finding(`${name} went out, and the error says that it did not: ${error.name}: ${error.message}`);
  }
}

const isBeforeSending = (error) => /ECONNREFUSED/.test(error.message);

async function request(operation) {
  const record = { sent: [] };
  const client = (operation.client = new Client(operation.clientOptions(record)));
  const good = {
    method: operation.random.pick(["GET", "POST"]),
    path: "/a/b",
    query: { a: 1, b: [1, "x"] },
    safety: "read",
  };
  const asked = never(() => client.request(spoilt(operation, good), operation.callOptions()));
  await rejection(operation, asked, [PandaponError]);
}

async function build(operation) {
  const [name, params] = operation.random.pick(Object.entries(PARAMS));
  const given = operation.random.chance(0.2) ? odd(operation) : name;
  const fixed = spoilt(operation, { timestamp: "1763800000", nonceStr: "a".repeat(32) });
  await rejection(operation, (async () => plainClient.buildRequest(given, spoilt(operation, params), fixed))(), [
    PandaponError,
  ]);
}

async function users(operation) {
  const user = operation.random.chance(0.3) ? "1688000000002" : odd(operation);
  const asked = (async () => plainClient.withUser(user).call("alibaba.order.get", PARAMS["alibaba.order.get"]))();
  await rejection(operation, asked, [PandaponError]);
}

async function construct(operation) {
  const good = {
    ...credentials,
    baseUrl: "https://a.invalid",
    headers: { "x-a": "b" },
    routes: { "alibaba.refund.reasons": "POST /x" },
    timeout: 1,
    timestampUnit: "seconds",
    fetch: plainFetch,
    logger: { error() {} },
  };
  const asked = (async () =>
    new Client(spoilt(operation, good)).call("alibaba.refund.reasons", odd(operation), operation.callOptions()))();
  await rejection(operation, asked, [PandaponError]);
}

async function pages(operation) {
  const record = { sent: [] };
  const client = (operation.client = new Client({ ...operation.clientOptions(record), maxRetries: 0 }));
  const paged = operation.random.chance(0.9) ? method(client, operation.random.pick(PAGED)) : odd(operation);
  const params = operation.random.chance(0.5) ? { pageSize: 3, keyword: "mug" } : spoilt(operation, { page: 1 });
  const asked = (async () => {
    let seen = 0;
    for await (const _ of paginate(paged, params, operation.callOptions())) if (++seen > 30) break;
  })();
  await rejection(operation, asked, [PandaponError, TypeError]);
}

async function events(operation) {
  const { random } = operation;
  const good = {
    type: "ORDER_BUYER_VIEW_BUYER_MAKE",
    messageBody: { orderId: "1", currentStatus: "waitbuyerpay" },
    platform: 1,
  };
  const asked = (async () => {
    const { body, headers } = random.chance(0.5)
      ? generateTestCallback(good, credentials)
      : generateTestCallback(spoilt(operation, good), spoilt(operation, credentials));
    const given = random.chance(0.5) ? body : random.chance(0.5) ? changed(random, body) : odd(operation);
    const header = random.chance(0.7) ? headers.authorization : odd(operation);
    parseEvent(given);
    const event = constructEvent(given, header, random.chance(0.6) ? credentials : spoilt(operation, credentials));
    if (given !== body && header === headers.authorization && typeof given === "string") {
      throw new Finding(`a changed body passes as signed: ${given.slice(0, 200)}`);
    }
    return event;
  })();
  await rejection(operation, asked, [PandaponError]);
}

async function handler(operation) {
  const { random } = operation;
  const good = {
    ...credentials,
    onEvent: operation.callback(),
    onError: operation.callback(),
    answerWithin: 20000,
    logger: { error() {}, warn() {} },
  };
  if (random.chance(0.3)) good.store = { add: operation.callback(), remove: operation.callback() };
  const make = (async () => eventHandler(random.chance(0.8) ? good : spoilt(operation, good)))();
  let handle;
  await rejection(
    operation,
    make.then((made) => void (handle = made)),
    [PandaponError],
  );
  if (typeof handle !== "function") return;
  const { body, headers } = generateTestCallback(
    { type: "ORDER_BUYER_VIEW_BUYER_MAKE", messageBody: { orderId: `${random.below(5)}` } },
    credentials,
  );
  const text = random.chance(0.6) ? body : changed(random, body);
  const authorization = random.chance(0.8) ? headers.authorization : random.pick(["", "x", "0".repeat(64), "é"]);
  const request = new Request("https://shop.invalid/pushes", {
    method: "POST",
    body: text,
    headers: { authorization },
  });
  const answer = await handle(request, random.chance(0.8) ? undefined : { waitUntil: (end) => end });
  if (![200, 401, 405, 413, 500, 503].includes(answer.status))
    throw new Finding(`the handler answers ${answer.status}`);
}

async function proxy(operation) {
  const { random } = operation;
  const record = { sent: [] };
  const client = new Client({
    ...credentials,
    fetch: oddFetch(operation, record),
    maxRetries: 0,
    timeout: 20000,
    logger: { error() {} },
  });
  const good = {
    client,
    allow: ["alibaba.*", "taobao.*"],
    authorize: random.chance(0.6) ? () => true : operation.callback(),
    audit: operation.callback(),
    csrf: () => true,
  };
  const make = (async () => createProxy(random.chance(0.85) ? good : spoilt(operation, good)))();
  let handle;
  await rejection(
    operation,
    make.then((made) => void (handle = made)),
    [PandaponError],
  );
  if (typeof handle !== "function") return;
  const [name, params] = random.pick(Object.entries(PARAMS));
  const body = random.chance(0.5) ? JSON.stringify(params) : changed(random, JSON.stringify(params));
  const path = random.chance(0.9)
    ? name
    : random.pick(["", "..", "%2e%2e", "alibaba", "constructor", "__proto__", "a%00"]);
  const headers = {
    "content-type": random.pick(["application/json", "text/plain"]),
    "x-pandapon-call": random.pick(["a".repeat(32), "", "x", `${random.next()}`]),
  };
  const request = new Request(`https://shop.invalid/api/${path}`, { method: "POST", body, headers });
  const answer = await Promise.race([handle(request), new Promise((resolve) => setTimeout(resolve, 60_000))]);
  // The fuzzer has no time limit for an authorize that never settles.
  if (answer === undefined) return;
  const text = await answer.text();
  if (text.includes(SECRET)) throw new Finding("the proxy's answer holds the secret");
  if (!(answer.status >= 200 && answer.status < 600)) throw new Finding(`the proxy answers ${answer.status}`);
}

async function signing(operation) {
  const parts = { ...credentials, timestamp: "1763800000", nonceStr: "a".repeat(32), body: "{}", authorization: "x" };
  const run = operation.random.pick([sign, signHeaders, explainSignature, verifyCallback]);
  // Exceptions of the user's getters pass through.
  const asked = (async () => void run(spoilt(operation, parts)))().catch((error) => {
    if (!isThrownByValue(error)) throw error;
  });
  await rejection(operation, asked, [TypeError]);
}

async function money(operation) {
  const { random } = operation;
  const given = random.chance(0.3) ? `${random.below(1e6)}.${random.below(100)}` : odd(operation);
  const run = random.pick([yuanToFen, fenToYuan]);
  const asked = (async () => {
    const converted = run(given);
    if (run === yuanToFen && !Number.isSafeInteger(converted))
      throw new Finding(`${String(given)} yuan are ${converted} fen`);
  })();
  await rejection(operation, asked, [PandaponError]);
}

/** Created only sometimes, because a new one takes as long as a hundred operations. */
let shared;
let snapshot;

async function sandbox(operation) {
  const { random } = operation;
  operation.isSmall = true;
  if (!shared || random.chance(0.002)) {
    shared = createSandbox({ seed: random.below(100) });
    snapshot = shared.snapshot();
  }
  const faults = [
    { kind: "latency", ms: 5, times: 1 },
    { kind: "reset", when: "after", times: 1 },
    { kind: "truncatedBody", times: 1 },
  ];
  const controls = [
    "advance",
    "ship",
    "changePrice",
    "closeOrder",
    "setStock",
    "sellerAgrees",
    "sellerRefuses",
    "sellerReceives",
  ];
  const run = random.pick([
    () =>
      createSandbox(
        random.chance(0.02) ? spoilt(operation, { seed: 1, now: () => 1 }) : { seed: null, faults: odd(operation) },
      ),
    () => shared.fetch(odd(operation), odd(operation)),
    () =>
      shared.fetch(
        `${shared.baseUrl}/alibaba/order/get`,
        spoilt(operation, { method: "POST", headers: {}, body: "{}" }),
      ),
    () => new Client({ ...shared }).call(random.pick(Object.keys(PARAMS)), PARAMS[random.pick(Object.keys(PARAMS))]),
    () =>
      new Client({ ...shared }).alibaba.product.searchByKeyword({
        keyword: random.pick(["mug", "", "商品", "x".repeat(500)]),
      }),
    () => shared[random.pick(controls)](odd(operation), odd(operation)),
    () => shared.setFaults(random.chance(0.5) ? [random.pick(faults)] : odd(operation)),
    () =>
      shared.restore(random.chance(0.1) ? snapshot : random.chance(0.5) ? changed(random, snapshot) : odd(operation)),
    () => shared.pushes(),
  ]);
  // Exceptions of the user's values pass through.
  const asked = (async () => void (await run()))().catch((error) => {
    if (!isThrownByValue(error)) throw error;
  });
  await rejection(operation, asked, [PandaponError, Error]);
}

/** Changes a part of a text. */
function changed(random, text) {
  const at = random.below(text.length);
  return (
    text.slice(0, at) +
    random.pick(["", "}", '"', "\\", "0", "\u0000", "é", "[".repeat(200)]) +
    text.slice(at + random.below(3))
  );
}

const method = (client, name) => name.split(".").reduce((group, part) => group[part], client);

/** Runs a function that must reject rather than throw. */
function never(run) {
  try {
    return run();
  } catch (error) {
    throw new Finding(`a call throws instead of rejecting: ${describe(error)}`);
  }
}

/** Returns whether a value, which may be a revoked proxy, is an instance of a class. */
function is(value, Class) {
  try {
    return value instanceof Class;
  } catch {
    return false;
  }
}

/** Awaits the result, and checks that an error is documented. Returns `{ error }`, if there is one. */
async function rejection(operation, asked, classes) {
  let error;
  try {
    await asked;
    return {};
  } catch (thrown) {
    error = thrown;
  }
  // Wrapped, because it may be a thenable, which would be awaited.
  if (operation.reasons.has(error)) return { error };
  if (is(error, Finding)) throw error;
  checkSecret(error);
  if (is(error, WebAssembly.RuntimeError)) throw new Finding(`a trap: ${error.message}`);
  if (is(error, Error) && OF_WASM_BINDGEN.test(error.message)) throw new Finding(`wasm-bindgen: ${error.message}`);
  if (is(error, PandaponError)) {
    if (typeof error.sent !== "boolean") throw new Finding(`${error.name} without sent`);
    if (error.message === "") throw new Finding(`${error.name} without a message`);
    return { error };
  }
  if (classes.some((Class) => is(error, Class))) return { error };
  if (operation.controller?.signal.reason === error) return { error };
  throw new Finding(`rejects with ${describe(error)}`);
}

/** Messages of wasm-bindgen about a broken instance. */
const OF_WASM_BINDGEN =
  /null pointer passed|recursive use of an object|unreachable|memory access out of bounds|already borrowed/i;

/** Checks that no part of an error contains the secret. */
function checkSecret(error) {
  const texts = [];
  for (let cause = error, depth = 0; cause !== null && cause !== undefined && depth < 4; depth++) {
    try {
      texts.push(String(cause.message), String(cause.stack), JSON.stringify(cause) ?? "");
      cause = cause.cause;
    } catch {
      break;
    }
  }
  if (texts.some((text) => text.includes(SECRET))) throw new Finding("the secret is in an error");
}

function describe(error) {
  try {
    return is(error, Error)
      ? `${error.name}: ${error.message}\n${error.stack?.split("\n").slice(1, 4).join("\n")}`
      : `${typeof error} ${String(error)}`;
  } catch {
    return "a value that cannot be shown";
  }
}

/** Makes timers a thousand times as fast, so that pauses and time limits still take effect. */
function hurry() {
  const own = globalThis.setTimeout;
  globalThis.setTimeout = (run, milliseconds, ...args) => own(run, Math.min(milliseconds / 1000 || 0, 60), ...args);
  return () => (globalThis.setTimeout = own);
}

/**
 * Runs operations. Returns the findings by their description.
 *
 * @param {{ operations: number, seed: number, from?: number, report?: (done: number) => void }} settings
 */
export async function fuzz({ operations, seed, from = 0, report = () => {} }) {
  const findings = new Map();
  const counts = {};
  const found = (what, number, name) => {
    const key = what.startsWith("unhandled") ? "unhandled" : `${name} ${what.replace(/\d{3,}/g, "#")}`;
    const finding = findings.get(key) ?? { what, name, first: number, count: 0 };
    finding.count += 1;
    findings.set(key, finding);
  };
  let started = from;
  const unhandled = (error) => found(`unhandled rejection: ${describe(error)}`, started, "?");
  process.on("unhandledRejection", unhandled);
  process.on("uncaughtException", unhandled);
  const atOwnPace = hurry();
  const { error: shown } = console;
  console.error = (...what) => {
    for (const text of what)
      if (typeof text === "string" && text.includes(SECRET)) found("the secret is in a log", started, "?");
  };
  try {
    while (started < from + operations) {
      const batch = Array.from({ length: Math.min(BATCH, from + operations - started) }, (_, index) => started + index);
      started += batch.length;
      await Promise.all(
        batch.map(async (number) => {
          const operation = new Operation(seed, number);
          try {
            await operation.run();
          } catch (error) {
            const what = is(error, Finding) ? error.message : `the operation throws ${describe(error)}`;
            found(what, number, operation.name);
          }
          counts[operation.name] = (counts[operation.name] ?? 0) + 1;
        }),
      );
      const { orderId } = await plainClient.call("alibaba.order.get", PARAMS["alibaba.order.get"]);
      if (orderId !== "3305075341149134261") found(`afterwards a plain call gives ${orderId}`, started, "plain");
      report(started);
    }
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    atOwnPace();
    console.error = shown;
    process.off("unhandledRejection", unhandled);
    process.off("uncaughtException", unhandled);
  }
  return { findings: [...findings.values()], counts };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      operations: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      operation: { type: "string" },
    },
  });
  const seed = Number(values.seed);
  const only = values.operation === undefined ? {} : { from: Number(values.operation), operations: 1 };
  const operations = Number(values.operations);
  const began = performance.now();
  const memory = [];
  const report = (done) => {
    if (done % Math.max(1, Math.floor(operations / 20 / BATCH) * BATCH) !== 0) return;
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    memory.push(rss);
    const mega = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(
      `${done} operations, ${((performance.now() - began) / 1000).toFixed(0)} s: rss ${mega(rss)}, heap ${mega(heapUsed)}, external ${mega(external)}`,
    );
  };
  const { findings, counts } = await fuzz({ operations, seed, ...only, report });
  console.table(counts);
  for (const { what, name, first, count } of findings)
    console.log(`\n${count} × in ${name}, first --operation ${first}:\n${what}`);
  console.log(`\n${findings.length} findings in ${only.operations ?? operations} operations of seed ${seed}`);
  process.exit(findings.length > 0 ? 1 : 0);
}
