/** The package's declarations, as users' compilers and editors read them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import typescript from "typescript";
import * as inbox from "../../pkg/inbox/index.js";
import * as main from "../../pkg/index.node.js";
import * as opentelemetry from "../../pkg/opentelemetry/index.js";
import * as proxy from "../../pkg/proxy/index.js";
import * as sandbox from "../../pkg/sandbox/index.js";
import * as sign from "../../pkg/sign/index.js";
import * as slim from "../../pkg/slim.js";
import * as states from "../../pkg/states/index.js";
import * as zh from "../../pkg/zh/index.js";

const { endpoints } = main;
const { resolve } = createRequire(import.meta.url);
const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const types = fileURLToPath(new URL("../types", import.meta.url));

/** The oldest supported compiler, and the newest. */
const COMPILERS = { "TypeScript 5.4": "typescript-5.4/bin/tsc", "TypeScript 6": "typescript/bin/tsc" };

/** Fails with the errors of the compiler. */
function compile(compiler, project, module, moduleResolution = module) {
  const options = ["--project", project, "--module", module, "--moduleResolution", moduleResolution];
  return new Promise((done, fail) => {
    execFile(process.execPath, [resolve(compiler), ...options], (error, output) => {
      if (error) fail(new Error(output || error.message));
      else done();
    });
  });
}

for (const [name, compiler] of Object.entries(COMPILERS)) {
  describe(name, { concurrency: 2 }, () => {
    test("with a bundler", () => compile(compiler, types, "esnext", "bundler"));
    test("with Node's resolution", () => compile(compiler, types, "nodenext"));
    test("beside the DOM", () => compile(compiler, join(types, "runtime/tsconfig.web.json"), "esnext", "bundler"));
    test("beside Node's types", () => compile(compiler, join(types, "runtime/tsconfig.node.json"), "nodenext"));
  });

  describe(`${name}, the package installed`, () => {
    const project = mkdtempSync(join(tmpdir(), "pandapon-types-"));
    before(() => {
      cpSync(join(types, "package"), project, { recursive: true });
      mkdirSync(join(project, "node_modules"));
      symlinkSync(pkg, join(project, "node_modules/pandapon"), "junction");
    });
    after(() => rmSync(project, { recursive: true }));

    // By import and by require: the exports of package.json have declarations for each.
    test("node16", () => compile(compiler, project, "node16"));
    test("nodenext", () => compile(compiler, project, "nodenext"));
  });
}

describe("hand-written declarations", () => {
  const folders = { ".": main, inbox, opentelemetry, proxy, sandbox, sign, states, zh };
  for (const [folder, module] of Object.entries(folders)) {
    test(`declare what the package exports: ${folder}`, () => {
      // A function with several signatures is declared several times.
      const declared = new Set(parse(join(folder, "index.d.cts")).statements.flatMap(exportedValues));
      assert.deepEqual([...declared].toSorted(), Object.keys(module).toSorted());
    });
  }

  test("declare what the package exports: slim, which serves no requests", () => {
    const [list] = parse("slim.d.cts").statements.filter(({ exportClause, isTypeOnly }) => exportClause && !isTypeOnly);
    assert.deepEqual([...list.exportClause.elements.map(nameOf), "init"].sort(), Object.keys(slim).sort());
    assert.ok(!("nodeListener" in slim));
  });

  test("declare what a sandbox has", () => {
    const declared = parse("sandbox/index.d.cts").statements.find((node) => nameOf(node) === "Sandbox");
    assert.deepEqual(declared.members.map(nameOf).toSorted(), Reflect.ownKeys(sandbox.createSandbox()).toSorted());
  });
});

describe("endpoints.d.ts", () => {
  const file = parse("endpoints.d.ts");
  const { text } = file;
  const declarations = [...declarationsIn(file)];
  const typeNames = new Set(declarations.filter(isType).map(fullName));

  test("lists the endpoints of the catalogue, and no others", () => {
    const table = declarations.find(({ name }) => name?.text === "Endpoints");
    const names = table.members.map(({ name }) => name.text);
    assert.deepEqual(names.toSorted(), endpoints.map(({ name }) => name).toSorted());
  });

  test("has a doc comment for every type, field and method", () => {
    assert.ok(declarations.length > endpoints.length);
    for (const declaration of declarations.filter((declaration) => !isSaidElsewhere(declaration))) {
      const words = typescript.getJSDocCommentsAndTags(declaration).map(({ comment }) => comment ?? "");
      assert.ok(words.length > 0 && words.join().trim(), `no doc comment: ${declaration.getText()}`);
    }
  });

  test("has no Rust paths, and every link resolves", () => {
    assert.doesNotMatch(text, /\w::\w|\[`/);
    for (const declaration of declarations) {
      // `generation1` is the file itself.
      for (const [, target] of leadingComment(declaration).matchAll(/\{@link (?:generation1\.)?(\w[\w.]*)[ }]/g)) {
        // A short name is in the same namespace.
        const neighbour = `${namespaceOf(declaration)}.${target}`;
        assert.ok(typeNames.has(target) || typeNames.has(neighbour), `${fullName(declaration)}: no type ${target}`);
      }
    }
  });
});

/** @param {string} path of a file of declarations in the package */
function parse(path) {
  const text = readFileSync(join(pkg, path), "utf8");
  return typescript.createSourceFile(path, text, typescript.ScriptTarget.ES2022, true);
}

/** Classes, functions and constants, rather than types. */
/** The names of the values that a statement exports, its own or those of another module. */
function exportedValues(node) {
  if (typescript.isExportDeclaration(node) && !node.isTypeOnly) {
    const names = node.exportClause?.elements ?? [];
    return names.filter(({ isTypeOnly }) => !isTypeOnly).map(nameOf);
  }
  const modifiers = node.modifiers?.map(({ kind }) => kind) ?? [];
  return modifiers.includes(typescript.SyntaxKind.ExportKeyword) && !isType(node) ? [nameOf(node)] : [];
}

function nameOf(node) {
  return (node.name ?? node.declarationList?.declarations[0].name)?.text;
}

/** Every declaration that an editor shows on hover, except for the fields of a row of the table, whose types explain them. */
function* declarationsIn(node) {
  // A namespace with a dotted name is one in another.
  if (node.body && typescript.isModuleDeclaration(node.body)) return yield* declarationsIn(node.body);
  for (const child of node.statements ?? node.members ?? node.body?.statements ?? []) {
    if (typescript.isImportDeclaration(child)) continue;
    yield child;
    yield* declarationsIn(child);
  }
}

function isType(node) {
  return typescript.isInterfaceDeclaration(node) || typescript.isTypeAliasDeclaration(node);
}

/** Methods document the rows of the table, and generation 1 documents what it shares with generation 2. */
function isSaidElsewhere(node) {
  return fullName(node.parent) === "Endpoints" || (node.type?.getText().startsWith("generation1.") ?? false);
}

function leadingComment(node) {
  return node.getFullText().slice(0, node.getLeadingTriviaWidth());
}

/** Dotted, such as `alibaba.refund.Create`. */
function fullName(node) {
  const names = [];
  for (let at = node; at; at = at.parent) {
    if (isType(at) || typescript.isModuleDeclaration(at)) names.unshift(at.name.text);
  }
  return names.join(".");
}

function namespaceOf(node) {
  while (node && !typescript.isModuleDeclaration(node)) node = node.parent;
  return node ? fullName(node) : "";
}
