/** The words of a command line, as options and what stands between them. */
import { parseArgs } from "node:util";

/** The command line is wrong. Its message repeats no value: that may be the secret. */
export class UsageError extends Error {}

/**
 * @param {{ options: object, positionals: number }} command what it takes: options as for parseArgs, and how many
 *   other words at most
 * @param {string[]} words
 */
export function parse({ options, positionals: most }, words) {
  const known = { ...options, help: { type: "boolean", short: "h" } };
  const parsed = parsedArgs({ args: words, options: known, allowPositionals: true });
  if (parsed.values.help) return parsed;
  if (parsed.positionals.length > most) {
    throw new UsageError(`There are too many words: at most ${most} beside options.`);
  }
  return parsed;
}

function parsedArgs(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    throw new UsageError(error.message.replace(/\. To specify a positional argument.*$/s, "."));
  }
}

/** A whole number among the options. */
export function wholeNumber(name, text, most = Number.MAX_SAFE_INTEGER, least = 0) {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}.`);
}
