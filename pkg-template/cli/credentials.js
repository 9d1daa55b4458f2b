/** Keys, sub-account and base URL: from options, or from the environment, which other users of a machine cannot read. */
import { VARIABLES as CLIENT_VARIABLES } from "../environment.js";
import { UsageError } from "./arguments.js";
import { addSecret } from "./output.js";

/** The variable of each option of the command line. */
const VARIABLES = {
  "access-key": CLIENT_VARIABLES.accessKey,
  "access-secret": CLIENT_VARIABLES.accessSecret,
  "user-id": CLIENT_VARIABLES.userId,
  "base-url": CLIENT_VARIABLES.baseUrl,
};

/** The options that are never printed. */
const SECRETS = ["access-key", "access-secret"];

const text = { type: "string" };
export const KEY_OPTIONS = { "access-key": text, "access-secret": text };
export const USER_OPTIONS = { "user-id": text };
export const BASE_OPTIONS = { "base-url": text };

export const KEY_HELP = `  --access-key KEY        or PANDAPON_ACCESS_KEY
  --access-secret SECRET  or PANDAPON_ACCESS_SECRET, which no other user of the machine can read`;
export const USER_HELP = `  --user-id ID            or PANDAPON_USER_ID: the sub-account, 13 digits`;
export const BASE_HELP = `  --base-url URL          or PANDAPON_BASE_URL; by default https://api.pandapon.com`;

/** Returns the value of an option, or else of its variable. */
export function optional(values, name) {
  const value = values[name] ?? (process.env[VARIABLES[name]] || undefined);
  if (value && SECRETS.includes(name)) addSecret(value);
  return value;
}

/** Like `optional`, and throws if there is no value. */
export function required(values, name) {
  const value = optional(values, name);
  if (value === undefined) throw new UsageError(`Set ${VARIABLES[name]} or pass --${name}.`);
  return value;
}

export function keys(values) {
  return { accessKey: required(values, "access-key"), accessSecret: required(values, "access-secret") };
}
