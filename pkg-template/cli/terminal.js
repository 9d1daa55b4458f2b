/** What is said: results on standard output, all else on standard error. Colours only where a person sees them. */
import { inspect } from "node:util";
import { concealed } from "./secrets.js";

export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON: over several lines, as people and `jq` read it. */
export function printJson(value) {
  print(JSON.stringify(value, null, 2));
}

/** Tells what goes on while something takes long. */
export function note(text) {
  write("grey", text);
}

export function complain(text) {
  write("red", text);
}

/** `hasColors` heeds NO_COLOR, and is missing where the stream is no terminal. */
function write(colour, text) {
  const codes = process.stderr.hasColors?.() ? inspect.colors[colour] : [];
  const [start = "", end = ""] = codes.map((code) => `\u001b[${code}m`);
  process.stderr.write(`${start}${concealed(text)}${end}\n`);
}
