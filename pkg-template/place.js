/** Where the wasm of `pandapon` goes, whatever way the runtime loads it. */
import { createPlace } from "./loading/place.js";
import { readCatalogue } from "./methods.js";
import * as glue from "./wasm/pandapon_bg.js";

export const core = createPlace("pandapon", glue, "./pandapon_bg.js", readCatalogue);
