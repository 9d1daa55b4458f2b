/**
 * What the stores of both databases share: transactions written once, and migrations.
 *
 * A transaction is a generator function. It receives `{ run, all }`, whose results it yields: Postgres answers with promises,
 * and SQLite at once, so that a transaction in SQLite never waits and nothing else can run inside it.
 *
 *     store.transaction(function* (tx) {
 *       const [row] = yield tx.all("select …", 1);
 *       yield tx.run("update …", row.id);
 *     });
 *
 * @typedef {object} Tx
 * @property {(sql: string, ...params: any[]) => any} run executes a statement and returns how many rows it changed
 * @property {(sql: string, ...params: any[]) => any} all executes a statement and returns its rows
 * @property {any} handle the connection itself
 *
 * @typedef {(tx: Tx) => Generator<any, any, any>} Steps
 *
 * @typedef {object} Database
 * @property {"sqlite" | "postgres"} kind
 * @property {(text: string) => string} sql writes one of the package's own statements for this database: with `TABLE name` for a
 *   table, `?` for each param, `NOW` for the time in milliseconds, and `SKIP LOCKED` at the end of a subquery whose rows it claims
 * @property {(steps: Steps) => Promise<any>} transaction commits if the steps end, and rolls back if they throw
 * @property {(sql: string, ...params: any[]) => Promise<any[]>} all executes one statement, in a transaction of its own
 * @property {() => Promise<void>} migrate creates the tables, or brings them up to date; several processes may do so at once
 */
import { migrations } from "./migrations.js";

/**
 * Creates the tables, or brings them up to date.
 *
 * @param {boolean} exists whether there are tables already
 */
export function* migrationSteps(tx, { kind, sql }, exists) {
  if (!exists) {
    yield tx.run(sql("create table TABLE version (version integer not null)"));
    yield tx.run(sql("insert into TABLE version values (0)"));
  }
  const [{ version }] = yield tx.all(sql("select version from TABLE version"));
  if (version > migrations.length) {
    throw new Error(
      `the tables have version ${version}, and this version of pandapon knows ${migrations.length}: update the package`,
    );
  }
  for (const migration of migrations.slice(Number(version))) yield tx.script(sql(migration[kind]));
  if (version < migrations.length) yield tx.run(sql("update TABLE version set version = ?"), migrations.length);
}

/** Returns a function that runs another until it has succeeded once, and then returns its result again. */
export function onceDone(run) {
  let done;
  return () => {
    done ??= run().catch((error) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}
