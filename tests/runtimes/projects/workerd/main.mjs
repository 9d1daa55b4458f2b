import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

export default {
  async test() {
    console.log(JSON.stringify(await program(pandapon, sandbox, sign)));
  },
};
