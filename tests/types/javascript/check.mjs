/**
 * Type-checks the JavaScript of pkg-template by its JSDoc. It needs pkg/, where the build adds what the scripts import: the
 * glue code of the wasm and endpoints.d.ts.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Scripts without types yet. */
const UNTYPED = [];

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../../pkg-template/", import.meta.url));
const { config } = ts.readConfigFile(`${here}tsconfig.json`, ts.sys.readFile);
const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, here);
// All scripts: the compiler itself leaves out those with a declaration beside them, such as index.d.ts.
const scripts = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".js") && !UNTYPED.includes(name))
  .map((name) => root + name);
const program = ts.createProgram([...fileNames, ...scripts], options);
// Not those of the whole program: the glue code is not ours to check.
const diagnostics = [
  ...errors,
  ...program.getOptionsDiagnostics(),
  ...scripts.flatMap((script) => {
    const file = program.getSourceFile(script);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  }),
];
const host = { ...ts.sys, getCanonicalFileName: (name) => name, getNewLine: () => ts.sys.newLine };
if (diagnostics.length > 0) console.error(ts.formatDiagnostics(diagnostics, host));
console.log(`${scripts.length} scripts, ${diagnostics.length} errors`);
process.exitCode = diagnostics.length > 0 ? 1 : 0;
