/** Prints results to standard output and messages to standard error, in colour on a terminal, without the secrets. */
import { inspect } from "node:util";

/** Secrets that must not appear on standard error, where the platform or the network has repeated one in a message. */
const secrets = new Set();

/** @param {string} secret */
export function addSecret(secret) {
  secrets.add(secret);
}

/** Replaces secrets by asterisks. */
function redact(text) {
  return [...secrets].reduce((rest, secret) => rest.replaceAll(secret, "********"), text);
}

export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as indented JSON. */
export function printJson(value) {
  print(JSON.stringify(value, null, 2));
}

/** Returns text in lines that fit a terminal, each behind an indent. Other than a terminal gets lines of 100 characters. */
export function wrapped(text, indent = "") {
  const width = Math.min(Math.max(process.stdout.columns ?? 100, 40), 120) - indent.length;
  return text
    .split("\n")
    .flatMap((paragraph) => filled(paragraph, width).map((line) => (line && indent) + line))
    .join("\n");
}

function filled(paragraph, width) {
  const lines = [""];
  for (const word of paragraph.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** What a call has made, until standard output has it. */
let outcome;

/** Prints what a call has made, such as the id of an order. {@link unprintedOutcome} has it until it is printed. */
export function printOutcome(value) {
  outcome = JSON.stringify(value, null, 2);
  process.stdout.write(`${outcome}\n`, (error) => {
    if (!error) outcome = undefined;
  });
}

/** Returns what a call has made, if standard output did not take it. */
export function unprintedOutcome() {
  return outcome;
}

/** Prints a remark, such as on the progress of a call. */
export function note(text) {
  write("grey", text);
}

/** Prints an error. */
export function printError(text) {
  write("red", text);
}

/** `hasColors` respects NO_COLOR, and is missing where the stream is not a terminal. */
function write(colour, text) {
  const codes = (process.stderr.hasColors?.() && inspect.colors[colour]) || [];
  const [start = "", end = ""] = codes.map((code) => `\u001b[${code}m`);
  process.stderr.write(`${start}${redact(text)}${end}\n`);
}
