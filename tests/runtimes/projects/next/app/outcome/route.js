import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../../../program.mjs";

export const dynamic = "force-dynamic";
export const GET = async () => Response.json(await program(pandapon, sandbox, sign));
