/** `pandapon/sandbox` for Node. */
import "./load.node.js";

export * from "./sandbox.js";
