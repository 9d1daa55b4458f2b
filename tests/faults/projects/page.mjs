// In a page of the server.
import * as pandapon from "pandapon";
import { program } from "./program.mjs";

program(pandapon, location.origin).catch((error) => (document.title = `failed: ${error.stack}`));
