/** The databases that the contract is held against: each empty, and with a table for what messages do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryMessages } from "../../../pkg/inbox/memory-messages.js";
import { databaseMessages } from "../../../pkg/inbox/messages.js";
import { memoryStore, postgresStore, sqliteStore } from "../../../pkg/stores/index.js";

const INSERT = "insert into effect (key) values";

/** @typedef {import("./contract.mjs").Place & { close: () => unknown }} ClosablePlace */

/** @returns {Promise<ClosablePlace>} */
export async function memoryPlace() {
  const { tables } = memoryStore();
  const applied = [];
  return {
    open: async () => memoryMessages(tables),
    effect: (key) => () => void applied.push(key),
    effects: async () => applied,
    close() {},
  };
}

/**
 * @param {(file: string) => any} connect opens a database
 * @returns {Promise<ClosablePlace>}
 */
export async function sqlitePlace(connect) {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-sqlite-"));
  const file = join(folder, "shop.db");
  const handles = [];
  const handle = () => {
    const handle = connect(file);
    handles.push(handle);
    return handle;
  };
  const own = handle();
  own.exec("create table effect (id integer primary key, key text not null)");
  const messagesOf = async (handle) => {
    const messages = databaseMessages(sqliteStore(handle));
    await messages.migrate();
    return messages;
  };
  return {
    open: () => messagesOf(handle()),
    effect: (key) => (tx) => tx.run(`${INSERT} (?)`, key),
    effects: async () =>
      own
        .prepare("select key from effect order by id")
        .all()
        .map(({ key }) => key),
    async openCrashing(crash) {
      const real = handle();
      // The tables exist, so that each crash is one of the messages.
      await messagesOf(real);
      let isDead = false;
      const guarded = (call) => {
        if (isDead) throw new Error("the process ends here");
        try {
          crash("before");
          const result = call();
          crash("after");
          return result;
        } catch (error) {
          if (/ends here/.test(error.message)) {
            isDead = true;
            endConnection(real);
          }
          throw error;
        }
      };
      return databaseMessages(
        sqliteStore({
          exec: (text) => guarded(() => real.exec(text)),
          prepare(text) {
            const statement = real.prepare(text);
            const method =
              (name) =>
              (...params) =>
                guarded(() => statement[name](...params));
            return { run: method("run"), all: method("all"), get: method("get") };
          },
        }),
      );
    },
    close() {
      for (const handle of handles) {
        try {
          handle.close();
        } catch {
          // It was closed by a crash.
        }
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Leaves a database as the end of a process does. */
function endConnection(handle) {
  try {
    handle.exec("rollback");
  } catch {
    // No transaction was open.
  }
  handle.close();
}

let schemas = 0;

/**
 * @param {{ pool: (max?: number) => import("pg").Pool }} server
 * @param {() => any} connect opens a pool of the driver, whose method `end` closes it
 * @returns {Promise<ClosablePlace>}
 */
export async function postgresPlace(server, connect) {
  const schema = `pandapon_${process.pid}_${++schemas}`;
  const pools = [];
  const keep = (pool) => {
    pools.push(pool);
    return pool;
  };
  const own = keep(server.pool(1));
  await own.query(`create schema ${schema}`);
  await own.query(`create table ${schema}.effect (id bigserial primary key, key text not null)`);
  const messagesOf = async (pool) => {
    const messages = databaseMessages(postgresStore(pool, { schema }));
    await messages.migrate();
    return messages;
  };
  return {
    open: () => messagesOf(keep(connect())),
    effect: (key) => (tx) => tx.run(`${INSERT.replace("effect", `${schema}.effect`)} ($1)`, key),
    effects: async () => (await own.query(`select key from ${schema}.effect order by id`)).rows.map(({ key }) => key),
    async openCrashing(crash) {
      // Its connections are `pg`'s, whatever the driver: their sockets can be cut.
      const pool = keep(server.pool(2));
      await messagesOf(pool);
      let isDead = false;
      const guard = (client) => async (text, params) => {
        if (isDead) throw new Error("the process ends here");
        const end = (when) => {
          try {
            crash(when);
          } catch (error) {
            isDead = true;
            client.connection.stream.destroy();
            throw error;
          }
        };
        end("before");
        const result = await client.query(text, params);
        end("after");
        return result;
      };
      const connect = async () => {
        const client = await pool.connect();
        client.on("error", () => {});
        return { query: guard(client), release: (broken) => client.release(broken ?? isDead) };
      };
      const query = async (text, params) => {
        const client = await connect();
        try {
          return await client.query(text, params);
        } finally {
          client.release();
        }
      };
      return databaseMessages(postgresStore({ connect, query }, { schema }));
    },
    async close() {
      await own.query(`drop schema ${schema} cascade`);
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}
