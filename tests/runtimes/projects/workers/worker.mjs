import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

// A page asks; the answer goes back the way the question came.
self.addEventListener("message", async ({ ports: [port] }) => {
  port.postMessage(await program(pandapon, sandbox, sign).catch(String));
});
