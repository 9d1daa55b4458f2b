/**
 * Memory of a long-lived instance: a million calls, every second of which is refused before it is sent, then thousands of
 * clients that are created and dropped. `node --expose-gc benches/long-life.mjs [CALLS] [CLIENTS]` prints the figures as JSON.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const file = fileURLToPath(import.meta.url);
const [CALLS, CLIENTS] = [1_000_000, 100_000];

/** Rows for the table: the memory of the wasm and of the process, before and after. */
export async function rows() {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", file, CALLS, CLIENTS]);
  const { calls, clients } = JSON.parse(stdout);
  const grown = (/** @type {{ before: number, after: number }} */ { before, after }) => after - before;
  return [
    { name: `wasm memory after ${CALLS} calls`, unit: "KiB", value: calls.wasm.after },
    { name: "… grown by", unit: "KiB", value: grown(calls.wasm), bar: 0 },
    { name: "resident set, grown by", unit: "MB", value: grown(calls.resident) },
    { name: "a call, sent or refused", unit: "µs", value: calls.microseconds },
    { name: `wasm memory after ${CLIENTS} clients, grown by`, unit: "KiB", value: grown(clients.wasm) },
  ];
}

async function measure(callCount, clientCount) {
  const memories = watchMemories();
  const { Client, ValidationError } = await import("../pkg/index.node.js");
  const credentials = {
    accessKey: "0123456789abcdef0123456789abcdef",
    accessSecret: "secret",
    userId: "1688000000001",
  };
  const answer = new TextEncoder().encode('{"code":200,"data":{"refundId":"TQ1","orderId":3305075341149134261}}');
  const fetch = async () => ({ status: 200, headers: {}, arrayBuffer: async () => answer });
  const client = new Client({ ...credentials, fetch });

  const call = async (/** @type {number} */ index) => {
    if (index % 2) return client.alibaba.refund.get({ refundId: "TQ1" });
    const refused = await client.alibaba.refund.create({ orderId: "one" }).catch((error) => error);
    if (!(refused instanceof ValidationError)) throw new Error("a request without its members was not refused");
  };
  const facts = () => {
    globalThis.gc();
    return {
      wasm: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 1024,
      resident: process.memoryUsage.rss() / 1e6,
    };
  };
  const between = (before, after) => ({
    wasm: { before: before.wasm, after: after.wasm },
    resident: { before: before.resident, after: after.resident },
  });

  // A hundredth, to warm up: buffers reach their size.
  for (let index = 0; index < callCount / 100; index++) await call(index);
  const [before, started] = [facts(), performance.now()];
  for (let index = 0; index < callCount; index++) await call(index);
  const [after, ended] = [facts(), performance.now()];

  for (let index = 0; index < clientCount; index++) {
    new Client({ ...credentials, fetch }).withUser("1688000000002");
    if (index % 1000 === 0) {
      // Finalizers run in tasks of their own.
      globalThis.gc();
      await new Promise(setImmediate);
    }
  }
  const microseconds = ((ended - started) * 1000) / callCount;
  return { calls: { ...between(before, after), microseconds }, clients: between(after, facts()) };
}

/** Records the memories of all instances created from now on. */
function watchMemories() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      memories.push(this.exports.memory);
    }
  };
  return memories;
}

if (process.argv[1] === file) {
  const [calls, clients] = process.argv.slice(2).map(Number);
  console.log(JSON.stringify(await measure(calls, clients)));
}
