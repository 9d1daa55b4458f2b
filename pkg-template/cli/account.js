/** Who calls, and where: by options, or by the environment, which other users of a machine cannot read. */
import { UsageError } from "./arguments.js";
import { hide } from "./secrets.js";

const VARIABLES = {
  "access-key": "PANDAPON_ACCESS_KEY",
  "access-secret": "PANDAPON_ACCESS_SECRET",
  "user-id": "PANDAPON_USER_ID",
  "base-url": "PANDAPON_BASE_URL",
};

/** The two that open the account. */
const KEYS = ["access-key", "access-secret"];

const text = { type: "string" };
export const KEY_OPTIONS = { "access-key": text, "access-secret": text };
export const USER_OPTIONS = { "user-id": text };
export const BASE_OPTIONS = { "base-url": text };

export const KEY_HELP = `  --access-key KEY        or PANDAPON_ACCESS_KEY
  --access-secret SECRET  or PANDAPON_ACCESS_SECRET, which no other user of the machine can read`;
export const USER_HELP = `  --user-id ID            or PANDAPON_USER_ID: the sub-account, 13 digits`;
export const BASE_HELP = `  --base-url URL          or PANDAPON_BASE_URL; by default https://api.pandapon.com`;

/** The value of an option or of its variable. */
export function given(values, name) {
  const value = values[name] ?? (process.env[VARIABLES[name]] || undefined);
  if (value && KEYS.includes(name)) hide(value);
  return value;
}

/** As `given`; without it there is nothing to do. */
export function required(values, name) {
  const value = given(values, name);
  if (value === undefined) throw new UsageError(`Set ${VARIABLES[name]}, or give --${name}.`);
  return value;
}

export function keys(values) {
  return { accessKey: required(values, "access-key"), accessSecret: required(values, "access-secret") };
}
