import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

globalThis.outcome = program(pandapon, sandbox, sign);
