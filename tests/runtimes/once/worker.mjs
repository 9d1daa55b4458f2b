import { Client } from "../../../pkg/workerd.js";
import { program } from "./program.mjs";

export default {
  async test(controller, { BASE_URL, CALL }) {
    console.log(await program(Client, BASE_URL, CALL));
  },
};
