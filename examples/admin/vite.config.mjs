// How the page is built: `npm run admin` does it at each start, in a second or two.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("page"),
  // In a project of yours this line is not needed: there "pandapon" is a package like any other.
  resolve: { alias: { pandapon: path("../../pkg/index.js") } },
  build: {
    outDir: path("../../dist/admin"),
    emptyOutDir: true,
    // The package loads its wasm by top-level await.
    target: "es2022",
    // The picture formats of the page are files, so that the Content-Security-Policy need not allow more.
    assetsInlineLimit: 0,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  clearScreen: false,
  logLevel: "warn",
});
