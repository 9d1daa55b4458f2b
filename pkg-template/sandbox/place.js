/** Where the wasm of `pandapon/sandbox` goes, whatever way the runtime loads it. */
import { createPlace } from "../loading/place.js";
import * as glue from "./wasm/sandbox_bg.js";

export const core = createPlace("pandapon/sandbox", glue, "./sandbox_bg.js");
