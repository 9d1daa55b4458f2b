import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

program(pandapon, sandbox, sign).then((outcome) => console.log(JSON.stringify(outcome)));
