/** A store in Postgres, through the user's own pool of `pg` or postgres.js. */
import { ConfigError } from "pandapon";
import { migrationSteps, onceDone } from "./database.js";

/** Milliseconds since 1970 by the database's clock: those of several machines differ. */
const NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/** Held while tables are created. Any number that nobody else uses: the bytes of "pandapon". */
const MIGRATION_LOCK = 0x70616e6461706f6en;

/**
 * @param {any} pool
 * @param {{ schema?: string }} [options]
 * @returns {import("./database.js").Database}
 */
export function postgresStore(pool, { schema = "pandapon" } = {}) {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw configError("schema must be a name of lower-case letters, digits and _");
  }
  const { transaction, all } = connectionsOf(pool);
  const store = { kind: /** @type {const} */ ("postgres"), sql, transaction, all, migrate: onceDone(migrate) };
  return store;

  function sql(text) {
    let count = 0;
    return text
      .replace(/TABLE (\w+)/g, `${schema}.$1`)
      .replace(/\bNOW\b/g, NOW)
      .replace(/SKIP LOCKED/g, "for update skip locked")
      .replace(/\?/g, () => `$${++count}`);
  }

  async function migrate() {
    await transaction(function* (tx) {
      yield tx.run(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      const [{ exists }] = yield tx.all("select to_regclass($1) is not null as exists", `${schema}.version`);
      // A role that may not create anything is enough once the tables exist.
      if (!exists) yield tx.run(`create schema if not exists ${schema}`);
      yield* migrationSteps(tx, store, exists);
    });
  }
}

/** Returns `transaction` and `all` of a pool. */
function connectionsOf(pool) {
  if (typeof pool?.unsafe === "function" && typeof pool.begin === "function") return postgresJs(pool);
  if (typeof pool?.connect === "function" && typeof pool.query === "function") return pg(pool);
  throw configError("pool must be a Pool of pg, or what postgres() of postgres.js returns");
}

function pg(pool) {
  const ignore = () => {};
  // Without a listener, an idle connection that the server closes would end the process. The pool replaces it.
  if (pool.listenerCount?.("error") === 0) pool.on("error", ignore);

  async function transaction(steps) {
    const client = await pool.connect();
    if (typeof client?.query !== "function") throw configError("pool must be a Pool of pg, not a Client");
    // A connection that breaks between two statements fails the next one; without a listener it would end the process.
    client.on?.("error", ignore);
    let broken;
    try {
      await client.query("begin");
      const result = await runSteps(steps(pgTx(client)));
      const { command } = await client.query("commit");
      if (command !== "COMMIT") throw new Error("Postgres rolled back: a statement of the transaction had failed");
      return result;
    } catch (error) {
      await client.query("rollback").catch((cause) => (broken = cause));
      throw error;
    } finally {
      client.off?.("error", ignore);
      client.release(broken);
    }
  }
  return { transaction, all: async (text, ...params) => (await pool.query(text, params)).rows };
}

/** Several statements in one text are only accepted without params. */
function pgTx(client) {
  const query = (text, params) => (params.length > 0 ? client.query(text, params) : client.query(text));
  return {
    run: async (text, ...params) => (await query(text, params)).rowCount,
    all: async (text, ...params) => (await query(text, params)).rows,
    script: (text) => client.query(text),
    handle: client,
  };
}

function postgresJs(pool) {
  return {
    transaction: (steps) => pool.begin((connection) => runSteps(steps(postgresJsTx(connection)))),
    all: (text, ...params) => pool.unsafe(text, params),
  };
}

function postgresJsTx(connection) {
  return {
    run: async (text, ...params) => (await connection.unsafe(text, params)).count,
    all: (text, ...params) => connection.unsafe(text, params),
    script: (text) => connection.unsafe(text),
    handle: connection,
  };
}

/** Runs steps to their end. A step that fails throws inside them, too. */
async function runSteps(steps) {
  let step = steps.next();
  while (!step.done) {
    let value;
    try {
      value = await step.value;
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

function configError(message) {
  return new ConfigError({ name: "ConfigError", message, sent: false });
}
