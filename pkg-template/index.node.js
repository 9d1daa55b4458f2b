/** `pandapon` for Node, Deno and Bun, which have Node's servers. */
export * from "./index.js";
export { eventHandler } from "./event-handler.js";
export { nodeListener } from "./node-listener.js";
