/**
 * Cost of text of hostile shapes: 2 MiB of each shape as params, response, body of a proxy request and push message. Each cell
 * runs in its own process, and measures processor time and peak memory above that of a process that does the same with a short
 * text. For params, which already exist as values, it is the peak above these; for responses, the peak above that of the
 * engine's JSON.parse, which is listed beside.
 *
 * `node benches/hostile-shapes.mjs` prints the table; with names of shapes as arguments, only their cells.
 */
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const file = fileURLToPath(import.meta.url);
const SIZE = 2_097_152;

/** Milliseconds, and MiB. */
const BARS = { time: 1000, memory: 64 };

const IDLE = "idle";

const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};

/** Repeats a text, or the results of a function, up to the size. */
const fill = (/** @type {string | ((index: number) => string)} */ part, separator = "") => {
  const make = typeof part === "string" ? () => part : part;
  const count = Math.floor(SIZE / (Buffer.byteLength(make(12345)) + separator.length));
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
};
const nested = (open, inner, close) => {
  const depth = Math.floor(SIZE / (open.length + close.length));
  return open.repeat(depth) + inner + close.repeat(depth);
};
const text = (part) => `{"message":"${fill(part)}"}`;
const list = (item, name = "cargoParamList") => `{"${name}":[${fill(item, ",")}]}`;
const members = (member) => `{${fill(member, ",")}}`;

/** JSON text nested in JSON text: the backslashes double at each level. */
function textInText() {
  let body = '{"a":1}';
  for (;;) {
    const next = `{"messageBody":${JSON.stringify(body)}}`;
    if (next.length > SIZE) return body;
    body = next;
  }
}

/** JSON texts of objects. Those of the second list are broken. */
const shapes = {
  quotes: () => text('\\"'),
  backslashes: () => text("\\\\"),
  "escaped letters": () => text("\\u00e9"),
  "escaped control characters": () => text("\\u0000"),
  "halves of surrogate pairs": () => text("\\ud800"),
  "Chinese text": () => text("字"),
  "nested arrays": () => `{"message":${nested("[", "0", "]")}}`,
  "nested objects": () => nested('{"a":', "0", "}"),
  "one long name": () => `{"${fill("a")}":0}`,
  "long names": () => members((index) => `"${String(index).padStart(10_000, "n")}":0`),
  "names like a known one": () => members((index) => `"messag${index}":0`),
  "many members": () => members((index) => `"${index}x":0`),
  "one repeated name": () => members('"a":0'),
  "a repeated known name": () => members('"message":""'),
  "list of 0": () => list("0"),
  "list of null": () => list("null"),
  "list of true": () => list("true"),
  "list of strings": () => list('"a"'),
  "list of long numbers": () => list("12345678901234567890"),
  "list of 1e400": () => list("1e400"),
  "list of 1e400 under a long name": () => list("1e400", "n".repeat(10_000)),
  "lists in a list": () => list("[]"),
  "objects in a list": () => list("{}"),
  "records with mistakes": () => list('{"offerId":-1,"specId":"","quantity":"x","qty":0}'),
  "one long number": () => `{"message":${fill("1")}}`,
  "one long decimal": () => `{"message":0.${fill("1")}}`,
  "a long exponent": () => `{"message":1e${fill("0")}1}`,
  blanks: () => `{${fill(" ")}}`,
  "JSON text in JSON text": textInText,
  "many messageBodys": () => members('"messageBody":"{}"'),
  "a messageBody of lists": () => `{"messageBody":"[${fill("[]", ",")}]"}`,
};
const broken = {
  "a string without end": () => `{"message":"${fill('\\"')}`,
  "arrays without end": () => `{"message":${fill("[")}`,
  "objects without end": () => fill('{"a":'),
  "a number that breaks off": () => `{"message":[${fill("1")}.`,
  "quotes alone": () => fill('"'),
};

/** Prepares each target with a text. Returns the function to measure. */
const targets = {
  async "JSON.parse"(text) {
    await import("../pkg/index.node.js");
    return () => JSON.parse(text);
  },
  async core(text) {
    const { Client } = await import("../pkg/index.node.js");
    const client = new Client({ ...credentials, fetch: async () => new Response('{"code":200,"data":{}}') });
    const params = JSON.parse(text);
    return () => client.call("alibaba.order.create", params);
  },
  async answer(text) {
    const { Client } = await import("../pkg/index.node.js");
    const client = new Client({
      ...credentials,
      // The field of its response that is JSON text.
      fetch: async () => new Response(`{"code":200,"data":${text.replaceAll("messageBody", "properties")}}`),
      routes: { "taobao.cart.list": "GET /cart" },
    });
    return () => client.call("taobao.cart.list", {});
  },
  async proxy(text) {
    const { Client } = await import("../pkg/index.node.js");
    const { createProxy } = await import("../pkg/proxy/index.js");
    const client = new Client({ ...credentials, fetch: async () => new Response('{"code":200,"data":{}}') });
    const proxy = createProxy({ client, allow: ["*"], authorize: () => true, maxBytes: 2 * SIZE });
    const headers = {
      "content-type": "application/json",
      "x-pandapon-call": "a".repeat(32),
      "sec-fetch-site": "same-origin",
    };
    const request = new Request("https://shop.example/api/alibaba.order.create", {
      method: "POST",
      headers,
      body: text,
    });
    return async () => (await proxy(request)).text();
  },
  "handler, signed": (text) => handler(text, true),
  "handler, unsigned": (text) => handler(text, false),
  async parseEvent(text) {
    const { parseEvent } = await import("../pkg/index.node.js");
    const body = event(text);
    return () => parseEvent(body);
  },
};

async function handler(text, isSigned) {
  const { eventHandler } = await import("../pkg/index.node.js");
  const handle = eventHandler({ ...credentials, onEvent() {}, logger: {}, maxBytes: 2 * SIZE });
  const body = event(text);
  const signature = createHmac("sha256", credentials.accessSecret).update(credentials.accessKey).update(body);
  const headers = isSigned ? { authorization: signature.digest("hex") } : {};
  const request = new Request("https://shop.example/push", { method: "POST", headers, body });
  return () => handle(request);
}

/** Wraps a text in a push message, unless it has a `messageBody` itself. */
function event(text) {
  if (/^\{"messageBody/.test(text)) return text;
  return `{"messageType":"1688_ORDER_PAY","timestamp":${Date.now()},"messagePlatform":1,"messageBody":${text}}`;
}

/** Rows for `dist/bench.json`; prints the table. */
export async function rows(names = Object.keys({ ...shapes, ...broken })) {
  const table = {};
  const rows = [];
  const idle = {};
  for (const target in targets) idle[target] = await leastOf(5, target);
  for (const shape of names) {
    table[shape] = {};
    let parsed;
    for (const target in targets) {
      // Params are values, so invalid JSON is for parsers only.
      if (target === "core" && shape in broken) continue;
      const { time, memory, held } = await cell(target, shape);
      parsed ??= memory;
      const floor = target === "answer" ? Math.max(parsed, idle[target]) : (held ?? idle[target]);
      const measured = { time, memory: Math.max(0, memory - floor) };
      const isMissed = target !== "JSON.parse" && !(measured.time <= BARS.time && measured.memory <= BARS.memory);
      const show = (value) => (Number.isFinite(value) ? value.toFixed(0) : "?");
      table[shape][target] = `${show(measured.time)} ms, ${show(measured.memory)} MiB${isMissed ? " MISSED" : ""}`;
      for (const [what, unit] of [
        ["time", "ms"],
        ["memory", "MiB"],
      ]) {
        rows.push({
          name: `hostile shapes: ${shape}, ${target}`,
          unit,
          value: measured[what],
          ...(target !== "JSON.parse" && { bar: BARS[what] }),
        });
      }
    }
  }
  console.log(
    `Hostile shapes, ${SIZE / 1_048_576} MiB of each; at most ${BARS.time} ms and ${BARS.memory} MiB above an idle process:`,
  );
  console.table(table);
  return rows;
}

async function leastOf(times, target) {
  const memories = [];
  for (let round = 0; round < times; round++) memories.push((await cell(target, IDLE)).memory);
  return Math.min(...memories);
}

/** Returns time and peak memory of a process; infinite if it dies or takes a minute. */
async function cell(target, shape) {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [file, "--cell", target, shape], {
      timeout: 60_000,
    });
    return JSON.parse(stdout);
  } catch {
    return { time: Infinity, memory: Infinity };
  }
}

async function measure(target, shape) {
  const make = { ...shapes, ...broken, [IDLE]: () => "{}" }[shape];
  const run = await targets[target](make());
  const held = target === "core" ? peak() : undefined;
  const start = process.cpuUsage();
  // Most are refused, as they must be; the tests check how.
  await (async () => run())().catch(() => {});
  // Processor time, because other processes would add to wall-clock time.
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  return { time, memory: peak(), held };
}

/** Returns the peak of this process's memory, in MiB. */
function peak() {
  return process.resourceUsage().maxRSS / 1024;
}

if (process.argv[1] === file) {
  const [first, ...others] = process.argv.slice(2);
  if (first === "--cell") console.log(JSON.stringify(await measure(...others)));
  else await rows(first === undefined ? undefined : [first, ...others]);
}
