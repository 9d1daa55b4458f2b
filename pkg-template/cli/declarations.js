/** What each endpoint takes and returns, read from the package's own TypeScript declarations, which hold every doc comment. */
import { readFileSync } from "node:fs";
import { UsageError } from "./arguments.js";

/**
 * @typedef {{ name: string, type: string, required: boolean, description: string, provenance: "inferred" | "documented",
 *   values?: string[], members?: Member[] }} Member
 * @typedef {{ type: string, description: string, values?: string[], members?: Member[] }} Shape
 * @typedef {{ namespace: string, description: string, type: string, members: Entry[] }} Declaration
 * @typedef {{ name: string, type: string, isOptional: boolean, description: string }} Entry
 */

const FILE = new URL("../endpoints.d.ts", import.meta.url);

/** An entry of `Endpoints`: its name, and the types of its params and its result. */
const ENDPOINT = /^\t"([\w.]+)": \{ params: (.+?); result: (.+) \};$/;
const NAMESPACE = /^export declare namespace ([\w.]+) \{$/;
const TYPE = /^\t(?:interface (\w+).*\{|type (\w+) =\s*(.*))$/;
const MEMBER = /^\t\t(?:readonly )?"?(\w+)"?(\?)?: (.*);$/;
const METHOD = /^\t\t(\w+)\(/;

/** Returns the description of an endpoint, its params and its result. */
export function describeEndpoint(name) {
  const { endpoints, types } = declarations();
  const endpoint = endpoints.get(name);
  if (!endpoint) throw new UsageError(`The declarations of this package do not describe ${name}.`);
  const namespace = name.slice(0, name.lastIndexOf("."));
  const methods = types.get(`${namespace}.Methods`)?.members ?? [];
  const method = methods.find((entry) => entry.name === name.slice(namespace.length + 1));
  const [description, ...rest] = (method?.description ?? "").split(/\n*@see /);
  return {
    description,
    pages: rest,
    params: shape(endpoint.params, "", types),
    result: shape(endpoint.result, "", types),
  };
}

let read;

function declarations() {
  read ??= parse(text());
  return read;
}

function text() {
  try {
    return readFileSync(FILE, "utf8");
  } catch {
    throw new UsageError("The file endpoints.d.ts of this package is missing.");
  }
}

/**
 * Reads declarations as `cargo xtask types` writes them, line by line.
 *
 * @param {string} source
 */
function parse(source) {
  /** @type {Map<string, { params: string, result: string }>} */
  const endpoints = new Map();
  /** @type {Map<string, Declaration>} */
  const types = new Map();
  let namespace = "";
  /** @type {Declaration | undefined} */
  let current;
  let comment = [];
  let isComment = false;
  for (const line of source.split("\n")) {
    const trimmed = line.trim();
    if (isComment || trimmed.startsWith("/**")) {
      if (!isComment) comment = [];
      comment.push(trimmed.replace(/\*\/$/, "").replace(/^\/\*\*|^\* ?/, ""));
      isComment = !trimmed.endsWith("*/");
      continue;
    }
    const [, endpoint, params, result] = ENDPOINT.exec(line) ?? [];
    if (endpoint) endpoints.set(endpoint, { params, result });
    namespace = NAMESPACE.exec(line)?.[1] ?? namespace;
    const [opens, face, alias, aliased] = TYPE.exec(line) ?? [];
    const [isMember, member, optional, type] = MEMBER.exec(line) ?? [];
    const method = METHOD.exec(line)?.[1];
    if (opens) {
      current = { namespace, description: plain(comment), type: aliased ?? "", members: [] };
      types.set(`${namespace}.${face ?? alias}`, current);
    } else if (current && isMember) {
      const isOptional = optional === "?";
      current.members.push({ name: member, type, isOptional, description: plain(comment) });
    } else if (current && method) {
      current.members.push({ name: method, type: "", isOptional: false, description: plain(comment) });
    } else if (current && line.startsWith("\t\t| ")) {
      current.type += ` ${trimmed}`;
    }
    comment = [];
  }
  return { endpoints, types };
}

/** Returns a doc comment as plain text: paragraphs filled, links by their text. */
function plain(lines) {
  const linked = lines
    .join("\n")
    .replace(/\{@link ([^\s}]+)\s*([^}]*)\}/g, (_, target, label) =>
      target.startsWith("http") ? `${label} ${target}`.trim() : (label || target).replaceAll("\n", " "),
    );
  return linked
    .trim()
    .replace(/ *\n(?! *[-\n]) */g, (gap, at, whole) => (whole[at - 1] === "\n" ? gap : " "))
    .replaceAll("`", "");
}

/**
 * Returns a type with the members and values of what it names. A type within itself is only named.
 *
 * @param {string} written as in the declarations
 * @param {string} namespace
 * @param {Map<string, Declaration>} types
 * @param {readonly string[]} [within] the names of the types around it
 * @returns {Shape}
 */
function shape(written, namespace, types, within = []) {
  const type = written.replaceAll(/\breadonly |\(string & \{\}\)|\s*\| (null|undefined)\b|;$/g, "").trim();
  const values = [...type.matchAll(/"([^"]*)"/g)].map(([, value]) => value);
  if (values.length > 0) return { type: "string", description: "", values };
  const name = /\b(?!Record\b)[A-Z]\w*\b|\b[a-z]\w*(\.\w+)+\b/.exec(type)?.[0];
  // What is as in generation 1 refers to it from the outermost namespace.
  const outermost = name?.startsWith("generation1.") ? name.slice("generation1.".length) : undefined;
  const candidates = outermost ? [outermost] : [...scopes(namespace)].map((scope) => scope + name);
  const full = candidates.find((candidate) => types.has(candidate));
  const found = types.get(full ?? "");
  if (!name || !full || !found)
    return { type: type.replace(/\bIdInput\b/, "id").replace("number | bigint", "number"), description: "" };
  if (found.type) {
    const aliased = shape(found.type, found.namespace, types, within);
    return { ...aliased, description: found.description || aliased.description };
  }
  const shown = type.replace(name, name.slice(name.lastIndexOf(".") + 1));
  if (within.includes(full)) return { type: shown, description: found.description };
  const members = found.members.map((entry) => member(entry, found.namespace, types, [...within, full]));
  return { type: shown, description: found.description, members };
}

/** Yields a namespace and those around it, each with a point behind it, and then none. */
function* scopes(namespace) {
  for (let scope = namespace; scope; scope = scope.slice(0, Math.max(0, scope.lastIndexOf(".")))) yield `${scope}.`;
  yield "";
}

/** @returns {Member} */
function member({ name, type, isOptional, description }, namespace, types, within) {
  const { description: _, ...rest } = shape(type, namespace, types, within);
  const provenance = /\binferred\b/i.test(description) ? "inferred" : "documented";
  return { name, required: !isOptional, provenance, description, ...rest };
}
