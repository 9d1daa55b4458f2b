/** `pandapon` for Node, and for Deno and Bun, which have its servers. */
import "./load.node.js";

export * from "./main.js";
export { nodeListener } from "./node-listener.js";
