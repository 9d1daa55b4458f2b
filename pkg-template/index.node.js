/** `pandapon` for Node. */
import "./load.node.js";

export * from "./main.js";
