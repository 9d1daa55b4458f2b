/** A standalone server with only the files that it needs, as for containers. */
import { dirname } from "node:path";

// The package is installed in the folder above.
const root = dirname(import.meta.dirname);

export default { output: "standalone", outputFileTracingRoot: root, turbopack: { root } };
