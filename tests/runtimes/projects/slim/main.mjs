import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import * as pandapon from "pandapon/slim";
import { program } from "../program.mjs";

await pandapon.init(readFile(createRequire(import.meta.url).resolve("pandapon/pandapon.wasm")));
console.log(JSON.stringify(await program(pandapon, sandbox, sign)));
