/** `pandapon` for Node, Deno and Bun, which have Node's HTTP servers. */

export { eventHandler } from "./event-handler.js";
export { eventReceiver } from "./event-receiver.js";
export * from "./index.js";
export { nodeListener } from "./node-listener.js";
