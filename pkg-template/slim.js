/** `pandapon/slim`, for whoever loads the wasm alone: there is none inside, and `init` takes it. */
import { instantiate } from "./loading/instantiate.js";
import { core } from "./place.js";

export * from "./main.js";
export const init = core.once((source) => instantiate(source, core.imports));
