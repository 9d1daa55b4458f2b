/**
 * Two servers share a database and are killed again and again, while push messages arrive and while they are applied: none is
 * lost, none is applied twice, and those of each order are applied in the order in which they were pushed.
 */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generateTestCallback } from "../../pkg/index.node.js";
import { startPostgres } from "./support/postgres.mjs";

const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const MESSAGES = 200;
const ORDERS = 20;
const script = fileURLToPath(new URL("support/shop.mjs", import.meta.url));

/** Two servers. One of them is killed every half second or so, and started again, until `settled` is true. */
class Shop {
  kills = 0;
  #options;
  #servers = [undefined, undefined];

  constructor(database, work) {
    this.#options = [JSON.stringify({ ...credentials, database, work })];
  }

  get ports() {
    return this.#servers.flatMap((server) => server?.port ?? []);
  }

  async #start(index) {
    const server = fork(script, this.#options, { execArgv: ["--no-warnings"] });
    this.#servers[index] = server;
    const [port] = await Promise.race([once(server, "message"), once(server, "exit").then(() => [])]);
    server.port = port;
  }

  async #kill(index) {
    const server = this.#servers[index];
    if (!server || server.exitCode !== null) return;
    server.port = undefined;
    server.kill("SIGKILL");
    await once(server, "exit");
  }

  /** @param {() => Promise<boolean>} settled */
  async killUntil(settled, mostKills) {
    await Promise.all([this.#start(0), this.#start(1)]);
    for (let turn = 0; !(await settled()); turn++) {
      await sleep(300 + 400 * Math.random());
      if (this.kills >= mostKills) continue;
      await this.#kill(turn % 2);
      this.kills++;
      await this.#start(turn % 2);
    }
    await Promise.all([this.#kill(0), this.#kill(1)]);
  }
}

/** Messages about orders, in random order. */
function messages() {
  const now = Date.now();
  const all = Array.from({ length: MESSAGES }, (_, index) => {
    const messageBody = { orderId: String(1000 + (index % ORDERS)) };
    const event = {
      messageType: "1688_ORDER_BUYER_VIEW_ORDER_PAY",
      messagePlatform: 1,
      messageBody,
      timestamp: now + index,
    };
    return generateTestCallback(event, credentials);
  });
  return all
    .map((message) => ({ message, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ message }) => message);
}

/** Posts a message until it is answered 200, as the platform does at longer intervals. Now and then it sends a copy. */
async function deliver(shop, { body, headers }) {
  for (let copies = Math.random() < 0.2 ? 2 : 1; copies > 0; ) {
    const { ports } = shop;
    const port = ports[Math.floor(Math.random() * ports.length)];
    const status = port
      ? await fetch(`http://127.0.0.1:${port}/push`, {
          method: "POST",
          body,
          headers,
          signal: AbortSignal.timeout(2000),
        }).then(
          (response) => response.status,
          () => 0,
        )
      : 0;
    assert.ok([0, 200, 503].includes(status), `${status}`);
    if (status === 200) copies--;
    else await sleep(50);
  }
}

async function killLoop(database, query) {
  const receiving = new Shop(database, false);
  let isDelivered = false;
  const remaining = messages();
  const deliverAll = async () => {
    for (let message; (message = remaining.pop()); await sleep(60)) await deliver(receiving, message);
  };
  const delivery = Promise.all(Array.from({ length: 4 }, deliverAll)).then(() => (isDelivered = true));
  await receiving.killUntil(async () => isDelivered, 5);
  await delivery;

  const working = new Shop(database, true);
  const count = async () => (await query("select subject, key from effect order by id")).length;
  await working.killUntil(async () => (await count()) >= MESSAGES, 8);

  const applied = await query("select subject, key from effect order by id");
  assert.equal(new Set(applied.map(({ key }) => key)).size, MESSAGES, "none is lost");
  assert.equal(applied.length, MESSAGES, "none is applied twice");
  for (let order = 0; order < ORDERS; order++) {
    const times = applied
      .filter(({ subject }) => subject === String(1000 + order))
      .map(({ key }) => Number(key.split(":").at(-1)));
    assert.deepEqual(times, times.toSorted(), "each order keeps its order");
  }
  return receiving.kills + working.kills;
}

test("in SQLite", { timeout: 180_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-kill-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "shop.db");
  const handle = new DatabaseSync(file);
  handle.exec("pragma busy_timeout = 5000; create table effect (id integer primary key, subject text, key text)");
  const kills = await killLoop(file, async (text) => handle.prepare(text).all());
  t.diagnostic(`${kills} processes killed`);
  assert.ok(kills >= 5);
});

test("in Postgres", { timeout: 180_000 }, async (t) => {
  const server = await startPostgres();
  const pool = server.pool();
  t.after(async () => {
    await pool.end();
    await server.stop();
  });
  await pool.query("create table effect (id bigserial primary key, subject text, key text)");
  const kills = await killLoop(server.url, async (text) => (await pool.query(text)).rows);
  t.diagnostic(`${kills} processes killed`);
  assert.ok(kills >= 5);
});
