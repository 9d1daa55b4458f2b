/** What the declarations cost a user's compiler: memory of the type check of a file that imports the package, over an empty one. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const { resolve } = createRequire(import.meta.url);
const pkg = fileURLToPath(new URL("../pkg", import.meta.url));

/** The oldest supported compiler, and the newest. */
const COMPILERS = { "TypeScript 5.4": "typescript-5.4/bin/tsc", "TypeScript 6": "typescript/bin/tsc" };

const IMPORT = `
  import { Client } from "pandapon";
  const client = new Client({ accessKey: "", accessSecret: "", userId: "1" });
  export const order = client.alibaba.order.get({ webSite: "1688", orderId: "1" });
`;

/** Declarations are checked, too: without `skipLibCheck` a compiler looks at all of them. */
const compilerOptions = { strict: true, target: "es2022", module: "nodenext", types: [], noEmit: true };

const BAR = 15;
const RUNS = 3;

/** @returns {Promise<{ name: string, unit: string, value: number, bar: number }[]>} */
export async function rows() {
  const project = mkdtempSync(join(tmpdir(), "pandapon-types-"));
  try {
    mkdirSync(join(project, "node_modules"));
    symlinkSync(pkg, join(project, "node_modules/pandapon"), "junction");
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
    return Object.entries(COMPILERS).map(([name, compiler]) => {
      const [empty, importing] = ["export {};", IMPORT].map((code) => memoryOf(resolve(compiler), project, code));
      return { name: `memory of a type check, ${name}`, unit: "MB more", value: importing - empty, bar: BAR };
    });
  } finally {
    rmSync(project, { recursive: true });
  }
}

/** The memory of a type check in MB, the least of some runs: the collector of garbage runs when it likes. */
function memoryOf(compiler, project, code) {
  writeFileSync(join(project, "main.ts"), code);
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  const runs = Array.from({ length: RUNS }, () => {
    const report = execFileSync(process.execPath, [compiler, "--project", project, "--extendedDiagnostics"], {
      encoding: "utf8",
    });
    return Number(/Memory used: +(\d+)K/.exec(report)?.[1]) / 1000;
  });
  return Math.min(...runs);
}
