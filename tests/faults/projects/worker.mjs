// In workerd: the address of the server is a binding.
import * as pandapon from "pandapon";
import { program } from "./program.mjs";

export default {
  async test(_, { CONTROL }) {
    await program(pandapon, CONTROL);
  },
};
