/** `pandapon verify`: checks the signature of a push message. */
import { verifyCallback } from "../sign/index.js";
import { UsageError } from "./arguments.js";
import { KEY_HELP, KEY_OPTIONS, keys } from "./credentials.js";
import { EXIT_CODES } from "./exit-codes.js";
import { print } from "./output.js";
import { fileOrInput } from "./read-input.js";

export const help = `pandapon verify [FILE|-] --authorization TEXT [OPTION…]

Checks the signature of a push message: its body, unchanged, from a file or standard input, against its header
Authorization. Prints "valid" or "not valid".

  pandapon verify message.json --authorization 7d1f…

${KEY_HELP}
  --authorization TEXT    the header, 64 hexadecimal digits

Exit codes: 0 valid, 1 not valid, 2 invalid usage.`;

export const positionals = 1;

export const options = { ...KEY_OPTIONS, authorization: { type: "string" } };

export async function run(values, [file = "-"]) {
  const { authorization } = values;
  if (authorization === undefined) throw new UsageError("Pass the header with --authorization.");
  const valid = verifyCallback({ ...keys(values), body: await fileOrInput(file), authorization });
  print(valid ? "valid" : "not valid");
  return valid ? EXIT_CODES.ok : EXIT_CODES.refused;
}
