/** Parses the arguments of a command. */
import { parseArgs } from "node:util";

/** The command line is invalid. The message repeats no value, which may be the secret. */
export class UsageError extends Error {}

/**
 * Parses arguments.
 *
 * @param {{ options: object, positionals: number }} command its options as for parseArgs, and the maximum number of its
 *   positional arguments
 * @param {string[]} args
 */
export function parse({ options, positionals: max }, args) {
  const parsed = parseStrictly({
    args,
    options: { ...options, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (!parsed.values.help && parsed.positionals.length > max) {
    throw new UsageError(`Too many arguments: the command takes at most ${max} besides options.`);
  }
  return parsed;
}

/** @param {import("node:util").ParseArgsConfig} config */
function parseStrictly(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    throw new UsageError(error.message.replace(/\. To specify a positional argument.*$/s, "."));
  }
}

/**
 * Returns the whole number that an option holds, if it is there.
 *
 * @template {string | undefined} Text
 * @param {string} name
 * @param {Text} text
 * @returns {Text extends string ? number : number | undefined}
 */
export function wholeNumber(name, text, max = Number.MAX_SAFE_INTEGER, min = 0) {
  const number = text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : NaN;
  if (number === undefined || (number >= min && number <= max)) return /** @type {any} */ (number);
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}.`);
}
