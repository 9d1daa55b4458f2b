/** The stores of `pandapon/inbox`. */
export { postgresStore } from "./postgres.js";
export { sqliteStore } from "./sqlite.js";

/** @returns {{ kind: "memory", tables: Map<string, any> }} */
export function memoryStore() {
  return { kind: "memory", tables: new Map() };
}
