/** Asks on a terminal before a call that spends or commits: shows what it is about to do, with its money in both units. */
import { openSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ReadStream } from "node:tty";
import { fenToYuan } from "../index.node.js";
import { UsageError } from "./arguments.js";
import { describeEndpoint } from "./declarations.js";
import { note } from "./output.js";

/** The terminal of a process, whatever its standard input is. */
const TERMINAL = process.platform === "win32" ? "\\\\.\\CONIN$" : "/dev/tty";

/** Characters that a terminal obeys or hides, so that what is shown would not be what is sent. */
const HIDDEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * Returns the input on which a person can be asked, if messages go to a terminal. A script that is to run on a terminal without
 * questions passes --yes.
 *
 * @returns {import("node:tty").ReadStream | undefined} standard input, or, where that is a pipe, the terminal behind it
 */
export function personAtTerminal() {
  if (!process.stderr.isTTY) return undefined;
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync(TERMINAL, "r"));
  } catch {
    return undefined;
  }
}

/**
 * Asks whether to send a call.
 *
 * @param {import("node:tty").ReadStream} input
 * @param {{ name: string, params: unknown, baseUrl?: string | undefined, userId?: string | undefined }} call
 * @throws {UsageError} unless the answer is yes
 */
export async function confirm(input, { name, params, baseUrl, userId }) {
  const lines = [
    `${name} is sent once, and cannot be taken back by calling it again.`,
    `To ${baseUrl ?? "the platform"}, for sub-account ${userId}:`,
    JSON.stringify(params, null, 2),
    ...amounts(name, params),
  ];
  note(lines.join("\n").replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`));
  const answer = await ask(input, "Send it? [y/N] ");
  if (/^\s*y(es)?\s*$/i.test(answer)) return;
  throw new UsageError("Not confirmed: nothing was sent. --yes sends without asking.");
}

/** Returns the answer; an empty one after Ctrl+D. */
async function ask(input, question) {
  const lines = createInterface({ input, output: process.stderr });
  const ended = new Promise((resolve) => {
    lines.once("close", () => resolve(""));
    input.once("error", () => resolve(""));
  });
  const answer = await Promise.race([lines.question(question), ended]);
  lines.close();
  if (input !== process.stdin) input.destroy();
  return answer;
}

/** Returns a line for each amount among the params, by what the declarations say of their units. */
function amounts(name, params) {
  const { members } = describeEndpoint(name).params;
  const lines = [...amountsIn(params, members, "")];
  return lines.length > 0 ? lines : ["Its params hold no amount of money."];
}

/**
 * @param {any} value
 * @param {import("./declarations.js").Member[] | undefined} members
 * @param {string} path
 * @returns {Generator<string>}
 */
function* amountsIn(value, members = [], path) {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* amountsIn(item, members, `${path.slice(0, -1)}[${index}].`);
    return;
  }
  if (value === null || typeof value !== "object") return;
  for (const { name, description, members: inner } of members) {
    const amount = value[name];
    if (amount === undefined) continue;
    if (inner) yield* amountsIn(amount, inner, `${path}${name}.`);
    else if (/\bfen\b/.test(description)) yield `${path}${name}: ${amount} fen${inYuan(amount)}`;
    else if (/\bin yuan\b/i.test(description)) yield `${path}${name}: ${amount} yuan`;
  }
}

/** Returns an amount of fen in yuan, or nothing where it is not an amount: the call will say so. */
function inYuan(fen) {
  try {
    return ` = ${fenToYuan(BigInt(fen))} yuan`;
  } catch {
    return "";
  }
}
