/**
 * The stores of `pandapon/inbox`.
 *
 * @module
 */

/** What `apply` receives from a store: the open transaction. */
export interface Tx<Handle = any, Result = number | Promise<number>, Rows = any[] | Promise<any[]>> {
  /** Executes a statement and returns the number of rows that it changed. Params are `?` in SQLite, and `$1`, `$2` in Postgres. */
  run(sql: string, ...params: any[]): Result;
  /** Executes a statement and returns its rows. */
  all(sql: string, ...params: any[]): Rows;
  /** The connection itself, on which the transaction is open: the handle in SQLite, the client or `sql` in Postgres. */
  readonly handle: Handle;
}

/** A transaction in SQLite: everything in it is synchronous. */
export type SqliteTx<Handle = any> = Tx<Handle, number, any[]>;

/** A transaction in Postgres. */
export type PostgresTx<Handle = any> = Tx<Handle, Promise<number>, Promise<any[]>>;

/**
 * Where an inbox keeps its messages: made by `sqliteStore`, `postgresStore` or `memoryStore`. Several inboxes, one in each process,
 * may use the same tables; they must be of the same account of the platform.
 */
export interface Store<Transaction = any> {
  readonly kind: "memory" | "sqlite" | "postgres";
  /** For the compiler alone. */
  readonly transactionType?: Transaction;
}

/**
 * Keeps messages in the memory of the process: for tests. What was answered 200 is lost when the process ends, and there are no
 * transactions: `apply` receives `undefined`.
 */
export declare function memoryStore(): Store<undefined>;

/** What `sqliteStore` needs of a handle. */
export interface SqliteHandle {
  prepare(sql: string): any;
  exec(sql: string): any;
}

/**
 * Keeps messages in a SQLite database, for any number of processes of one machine. The database is better a file on a local disk: on
 * network file systems SQLite's locks do not work.
 *
 *     import { DatabaseSync } from "node:sqlite";
 *     const store = sqliteStore(new DatabaseSync("shop.db"));
 *
 * At its first use it creates its tables, `pandapon_*`, or brings them up to date; it also switches a file with the rollback journal to
 * write-ahead logging (`pragma journal_mode = wal`), and sets `pragma synchronous = full`, so that what was answered 200 is on the
 * disk. While a transaction of your own is open on the handle, the store waits for it, up to 5 seconds.
 *
 * @param handle an open database of `node:sqlite` (Node 22.13 or newer, Deno 2.2), better-sqlite3 or `bun:sqlite`
 * @throws {ConfigError} if it is not one
 */
export declare function sqliteStore<Handle extends SqliteHandle>(handle: Handle): Store<SqliteTx<Handle>>;

/**
 * Keeps messages in PostgreSQL 13 or newer, for any number of processes on any number of machines.
 *
 *     const store = postgresStore(new pg.Pool()); // or postgres() of postgres.js
 *
 * At its first use it creates its schema and tables, or brings them up to date. A role that may not create anything is enough once
 * they exist. The clock of the database decides when a lease ends. Connections may go through a pooler such as PgBouncer.
 *
 * @param pool a `Pool` of `pg`, or what `postgres()` of postgres.js returns. It needs as many connections as there are workers
 * @param options the schema of the tables, `pandapon` by default
 * @throws {ConfigError} if it is not a pool, or the schema is not a name
 */
export declare function postgresStore(pool: any, options?: { schema?: string | undefined }): Store<PostgresTx>;
