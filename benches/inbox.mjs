/**
 * An inbox with each store, in messages per second, beside the least that its database must do for a message: an insertion and an
 * update, each in a transaction. And how long a response takes at 50 messages a second.
 *
 * Run by `benches/bench.mjs`, or alone with a Node that has node:sqlite.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createInbox, memoryStore, postgresStore, sqliteStore } from "../pkg/inbox/index.js";
import { generateTestCallback } from "../pkg/index.node.js";
import { startPostgres } from "../tests/stores/support/postgres.mjs";

const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const MESSAGES = 500;
/** Of the response at 50 messages a second on SQLite, in milliseconds. */
const BAR = 100;

function request(index) {
  const messageBody = { orderId: String(3305075341149134260n + BigInt(index)) };
  const { body, headers } = generateTestCallback(
    { type: "ORDER_CANCEL", messagePlatform: 1, messageBody },
    credentials,
  );
  return new Request("http://localhost/push", { method: "POST", body, headers });
}

const inboxOf = (store, apply = () => {}) => createInbox({ ...credentials, store, apply });

/** Returns messages per second, from their arrival until all are applied. */
async function throughput(store) {
  let applied = 0;
  const inbox = inboxOf(store, () => void applied++);
  await inbox.counts();
  const requests = Array.from({ length: MESSAGES }, (_, index) => request(index));
  const start = performance.now();
  const worker = inbox.start();
  for (const message of requests)
    if ((await inbox.handler(message)).status !== 200) throw new Error("it was not stored");
  while (applied < MESSAGES) await sleep(1);
  const seconds = (performance.now() - start) / 1000;
  await worker.stop();
  return MESSAGES / seconds;
}

/** Returns messages per second of the bare database: `write` inserts a row, and then updates it. */
async function bare(write) {
  const start = performance.now();
  for (let index = 0; index < MESSAGES; index++) await write(index);
  return MESSAGES / ((performance.now() - start) / 1000);
}

/** Returns the 99th percentile of the response at 50 messages a second, in milliseconds. */
async function responseTime(store) {
  const inbox = inboxOf(store);
  const worker = inbox.start();
  await inbox.counts();
  const times = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: MESSAGES }, async (_, index) => {
      const due = start + index * 20;
      await sleep(due - performance.now());
      await inbox.handler(request(1000 + index));
      times.push(performance.now() - due);
    }),
  );
  await worker.stop();
  return times.sort((one, other) => one - other)[Math.floor(MESSAGES * 0.99)];
}

async function sqliteRows() {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-bench-"));
  const handle = new DatabaseSync(join(folder, "shop.db"));
  try {
    const store = sqliteStore(handle);
    const value = await throughput(store);
    const time = await responseTime(store);
    handle.exec("create table bare (key integer primary key, body blob, state text)");
    const insert = handle.prepare("insert into bare values (?, ?, 'new')");
    const update = handle.prepare("update bare set state = 'done' where key = ?");
    const body = new Uint8Array(300);
    const least = await bare((key) => {
      insert.run(key, body);
      update.run(key);
    });
    return [
      { name: "inbox on SQLite", unit: "messages/s", value },
      { name: "SQLite alone", unit: "messages/s", value: least },
      { name: "inbox on SQLite, response at 50 messages/s, p99", unit: "ms", value: time, bar: BAR },
    ];
  } finally {
    handle.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function postgresRows() {
  const server = await startPostgres({ fsync: "on" });
  const pool = server.pool(8);
  try {
    const value = await throughput(postgresStore(pool));
    await pool.query("create table bare (key integer primary key, body bytea, state text)");
    const body = new Uint8Array(300);
    const least = await bare(async (key) => {
      await pool.query("insert into bare values ($1, $2, 'new')", [key, body]);
      await pool.query("update bare set state = 'done' where key = $1", [key]);
    });
    return [
      { name: "inbox on Postgres", unit: "messages/s", value },
      { name: "Postgres alone, one connection", unit: "messages/s", value: least },
    ];
  } finally {
    await pool.end();
    await server.stop();
  }
}

export async function rows() {
  return [
    { name: "inbox in memory", unit: "messages/s", value: await throughput(memoryStore()) },
    ...(await sqliteRows()),
    ...(await postgresRows()),
  ];
}

// Another program reads them as JSON.
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await rows()));
