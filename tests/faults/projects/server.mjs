// In Node, Deno and Bun: the address of the server is the one argument.
import * as pandapon from "pandapon";
import { program } from "./program.mjs";

await program(pandapon, process.argv[2]);
