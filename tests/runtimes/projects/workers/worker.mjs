import * as pandapon from "pandapon";
import * as sandbox from "pandapon/sandbox";
import * as sign from "pandapon/sign";
import { program } from "../program.mjs";

// Replies to the page that sent the message.
self.addEventListener("message", async ({ ports: [port] }) => {
  port.postMessage(await program(pandapon, sandbox, sign).catch(String));
});
