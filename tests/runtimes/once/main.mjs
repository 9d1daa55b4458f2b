// Reads, and then one call on a connection that was kept, which the vendor breaks: `main.mjs BASE_URL CALL`. Prints how it ended.
import { Client } from "../../../pkg/index.node.js";
import { program } from "./program.mjs";

const [baseUrl, call] = globalThis.Deno?.args ?? process.argv.slice(2);
console.log(await program(Client, baseUrl, call));
