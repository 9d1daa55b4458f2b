/** A server on its own, with the files that it needs and no others: what containers are made of. */
import { dirname } from "node:path";

// The package is installed in the folder above.
const root = dirname(import.meta.dirname);

export default { output: "standalone", outputFileTracingRoot: root, turbopack: { root } };
