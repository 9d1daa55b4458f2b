import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
// @ts-expect-error It is JavaScript.
import { program } from "../program.mjs";

const outcome: object = await program(pandapon, sandbox, sign);
console.log(JSON.stringify(outcome));
