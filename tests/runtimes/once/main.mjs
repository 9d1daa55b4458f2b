// Makes reads, then one call on a kept connection, which the vendor breaks: `main.mjs BASE_URL CALL`. Prints the outcome.
import { Client } from "../../../pkg/index.node.js";
import { program } from "./program.mjs";

const [baseUrl, call] = globalThis.Deno?.args ?? process.argv.slice(2);
console.log(await program(Client, baseUrl, call));
