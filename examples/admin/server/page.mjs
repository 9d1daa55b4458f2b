/** Builds the page into dist/admin. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

export const buildPage = () => build({ configFile: fileURLToPath(new URL("../vite.config.mjs", import.meta.url)) });
