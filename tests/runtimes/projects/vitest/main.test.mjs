import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

test("the program", async () => {
  process.stdout.write(`${JSON.stringify(await program(pandapon, sandbox, sign))}\n`);
});
