/** A store in SQLite, through the user's own handle of `node:sqlite`, better-sqlite3 or `bun:sqlite`. */
import { ConfigError } from "pandapon";
import { migrationSteps, onceDone } from "./database.js";

/** Milliseconds that a transaction waits for those of other processes, and for one that the program itself has open. */
const PATIENCE = 5000;

/** Maximum number of prepared statements that are kept. */
const MAX_STATEMENTS = 100;

/** Milliseconds since 1970. SQLite computes days, and rounds them to milliseconds. */
const NOW = "cast(round((julianday('now') - 2440587.5) * 86400000) as integer)";

/**
 * @param {any} handle
 * @returns {import("./database.js").Database}
 */
export function sqliteStore(handle) {
  if (typeof handle?.prepare !== "function" || typeof handle.exec !== "function") {
    const message = "handle must be an open database of node:sqlite (DatabaseSync), better-sqlite3 or bun:sqlite";
    throw new ConfigError({ name: "ConfigError", message, sent: false });
  }
  const statements = new Map();
  const tx = {
    run: (text, ...params) => Number(prepare(text).run(...params).changes),
    all: (text, ...params) => prepare(text).all(...params),
    script: (text) => void handle.exec(text),
    handle,
  };
  const store = { kind: /** @type {const} */ ("sqlite"), sql, transaction, all, migrate: onceDone(migrate) };
  return store;

  function prepare(text) {
    let statement = statements.get(text);
    if (!statement) {
      if (statements.size === MAX_STATEMENTS) statements.clear();
      statement = handle.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  }

  async function migrate() {
    for (const end = Date.now() + PATIENCE; !attempt(end, prepareFile); await pause());
    await transaction(function* (tx) {
      const [found] = yield tx.all("select 1 from sqlite_schema where name = 'pandapon_version'");
      yield* migrationSteps(tx, store, Boolean(found));
    });
  }

  function prepareFile() {
    // Writers of a file with a rollback journal wait for its readers. Its mode is kept in the file.
    if (pragma("journal_mode") === "delete") pragma("journal_mode = wal");
    // What was answered 200 must be on the disk: some builds of SQLite do not wait for that.
    if (Number(pragma("synchronous")) < 2) handle.exec("pragma synchronous = full");
  }

  function pragma(text) {
    // All rows: a statement that stops at the first one keeps its lock in some drivers.
    return Object.values(handle.prepare(`pragma ${text}`).all()[0])[0];
  }

  async function transaction(steps) {
    for (const end = Date.now() + PATIENCE; !attempt(end, () => handle.exec("begin immediate")); await pause());
    // Nothing is awaited from here on, or other work on this handle would join the transaction.
    try {
      const result = runSteps(steps(tx));
      handle.exec("commit");
      return result;
    } catch (error) {
      try {
        handle.exec("rollback");
      } catch {
        // SQLite has rolled back already.
      }
      throw error;
    }
  }

  function all(text, ...params) {
    // Not the statement alone: in a transaction that the program has open, it could be rolled back with that.
    return transaction(function* (tx) {
      return yield tx.all(text, ...params);
    });
  }
}

function sql(text) {
  return text
    .replace(/TABLE (\w+)/g, "pandapon_$1")
    .replace(/\bNOW\b/g, NOW)
    .replace(/SKIP LOCKED/g, "");
}

/** Runs steps to their end, without waiting: whatever ran meanwhile would be part of the transaction. */
function runSteps(steps) {
  let step = steps.next();
  while (!step.done) {
    if (typeof step.value?.then === "function") {
      // Its failure is not the one to report.
      step.value.then(undefined, () => {});
      throw new TypeError(
        "a transaction in SQLite cannot wait: make the function synchronous, and read what it needs before",
      );
    }
    step = steps.next(step.value);
  }
  return step.value;
}

/** Returns whether a statement was executed; not if the database is in use, before this time. */
function attempt(end, execute) {
  try {
    execute();
    return true;
  } catch (error) {
    if (isBusy(error) && Date.now() < end) return false;
    throw error;
  }
}

/** Waits a few milliseconds, and not as long as another process does. */
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 1 + 20 * Math.random()));
}

/** Returns whether another connection holds a lock, or the program has a transaction open on this handle. */
function isBusy({ code, errcode, message }) {
  // 5 is SQLITE_BUSY, of which extended codes have more bits.
  return /^SQLITE_BUSY/.test(code) || (errcode & 0xff) === 5 || /database is locked|within a transaction/.test(message);
}
