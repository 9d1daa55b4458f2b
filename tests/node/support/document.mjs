/** The TypeScript of a document in Markdown: compiled under `strict`, and run unchanged. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import typescript from "typescript";

const repository = new URL("../../../", import.meta.url);

/** The files of each entry of the package: its code and its declarations. */
const ENTRIES = {
  pandapon: ["index.node.js", "index.d.ts"],
  "pandapon/inbox": ["inbox/index.js", "inbox/index.d.ts"],
  "pandapon/opentelemetry": ["opentelemetry/index.js", "opentelemetry/index.d.ts"],
  "pandapon/proxy": ["proxy/index.js", "proxy/index.d.ts"],
  "pandapon/sandbox": ["sandbox/index.js", "sandbox/index.d.ts"],
  "pandapon/sign": ["sign/index.js", "sign/index.d.ts"],
  "pandapon/slim": ["slim.js", "slim.d.ts"],
  "pandapon/states": ["states/index.js", "states/index.d.ts"],
  "pandapon/zh": ["zh/index.js", "zh/index.d.ts"],
};
const fileOf = (path) => new URL(`pkg/${path}`, repository);

/** What the text around a block takes for granted: a sandbox in the platform's place, a client, a shipped order, a page. */
const setting = `
  const { Client } = await import(${JSON.stringify(fileOf(ENTRIES.pandapon[0]))});
  const { createSandbox } = await import(${JSON.stringify(fileOf(ENTRIES["pandapon/sandbox"][0]))});
  globalThis.sandbox = createSandbox();
  globalThis.fetch = sandbox.fetch;
  globalThis.location = { href: "https://shop.example/" };
  globalThis.userOf = () => ({ userId: sandbox.userId });
  const { accessKey, accessSecret, userId } = sandbox;
  Object.assign(globalThis, { accessKey, accessSecret, userId });
  globalThis.client = new Client({ ...sandbox });
  const { product, order } = client.alibaba;
  const { offerId, productSkuInfos } = await product.get({ offerId: "701901950237" });
  const addressParam = {
    fullName: "王先生", mobile: "13800000000", phone: "", provinceText: "浙江省", cityText: "杭州市", townText: "", address: "1",
  };
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  globalThis.orderId = (await order.create({ flow: "general", addressParam, cargoParamList })).orderId;
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
`;

/** The same for the compiler. */
const settingTypes = `
  declare const sandbox: import("pandapon/sandbox").Sandbox;
  declare const client: import("pandapon").Client;
  declare const accessKey: string, accessSecret: string, userId: string, orderId: string;
  declare function userOf(request: Request): { userId: string } | undefined;
`;

/** The text of a document, by its path in the repository. */
export const textOf = (path) => readFileSync(new URL(path, repository), "utf8");

/** Its blocks of TypeScript. */
export const blocksOf = (path) => [...textOf(path).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);

/** Its blocks that are test files of vitest. */
export const suitesOf = (path) => [...textOf(path).matchAll(/^```ts vitest\n(.*?)^```$/gms)].map(([, code]) => code);

/** The lines that its comments say it prints. */
export const promisedBy = (code) => [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

/** The address of a module with this code, which imports the package that was built. */
export function moduleOf(code) {
  const compilerOptions = {
    target: typescript.ScriptTarget.ES2022,
    module: typescript.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  const script = typescript.transpileModule(code, { compilerOptions }).outputText;
  const addressOf = (name) => (ENTRIES[name] ? fileOf(ENTRIES[name][0]) : import.meta.resolve(name));
  const linked = script.replace(/(?<=from )"((?:pandapon|@opentelemetry)[^"]*)"/g, (_, name) =>
    JSON.stringify(addressOf(name)),
  );
  return `data:text/javascript,${encodeURIComponent(linked)}`;
}

/** Runs code as a module of its own, in a process of its own. Returns the lines that it prints. */
export function linesOf(code) {
  // The code is a module of its own, so that it may declare what the setting has, too.
  const input = `${setting}\nawait import(${JSON.stringify(moduleOf(code))});`;
  const options = { cwd: fileURLToPath(repository), encoding: "utf8", input };
  return execFileSync(process.execPath, ["--input-type=module"], options).split("\n").slice(0, -1);
}

/**
 * Runs test files by vitest, in a project that has the package installed. Returns the results of the tests by name.
 *
 * @param {string[]} suites the code of each file
 */
export function runSuites(suites) {
  const dist = fileURLToPath(new URL("dist/", repository));
  mkdirSync(dist, { recursive: true });
  // Inside of the repository, where vitest and msw are installed.
  const project = mkdtempSync(join(dist, "suites-"));
  try {
    mkdirSync(join(project, "node_modules"));
    symlinkSync(fileURLToPath(new URL("pkg", repository)), join(project, "node_modules/pandapon"), "junction");
    for (const [index, code] of suites.entries()) writeFileSync(join(project, `suite-${index}.test.ts`), code);
    const vitest = fileURLToPath(new URL("node_modules/vitest/vitest.mjs", repository));
    const report = join(project, "report.json");
    execFileSync(process.execPath, [vitest, "run", "--root", project, "--reporter=json", `--outputFile=${report}`]);
    const { testResults } = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ title, status }) => `${title}: ${status}`),
    );
  } finally {
    rmSync(project, { recursive: true });
  }
}

/**
 * Compiles programs, each a module, under the strictest flags. Returns what the compiler reports: line, message, and the line itself.
 *
 * @param {Record<string, string>} programs the code, by the name to report
 */
export function compileErrorsOf(programs) {
  const path = (name) => fileURLToPath(new URL(`docs/${name}.ts`, repository));
  const files = new Map([[path("setting.d"), settingTypes]]);
  const names = new Map(Object.keys(programs).map((name, index) => [path(`program-${index}`), name]));
  for (const [file, name] of names) files.set(file, `${programs[name]}\nexport {};\n`);

  const options = {
    target: typescript.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    paths: Object.fromEntries(
      Object.entries(ENTRIES).map(([name, [, types]]) => [name, [fileURLToPath(fileOf(types))]]),
    ),
    types: ["node"],
    typeRoots: [fileURLToPath(new URL("node_modules/@types", repository))],
    strict: true,
    exactOptionalPropertyTypes: true,
    noFallthroughCasesInSwitch: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) =>
    files.has(file)
      ? typescript.createSourceFile(file, files.get(file), options.target, true)
      : getSourceFile(file, ...rest);
  const program = typescript.createProgram([...files.keys()], options, host);
  return typescript.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = typescript.flattenDiagnosticMessageText(messageText, "\n");
    if (!file) return message;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${names.get(file.fileName) ?? file.fileName}: ${message}\n    ${file.text.split("\n")[line].trim()}`;
  });
}
