/** Options that are taken from the environment where they are missing, as the command line takes them. */
import { isInPage } from "./in-page.js";

/** The variable of each option. */
export const VARIABLES = {
  accessKey: "PANDAPON_ACCESS_KEY",
  accessSecret: "PANDAPON_ACCESS_SECRET",
  userId: "PANDAPON_USER_ID",
  baseUrl: "PANDAPON_BASE_URL",
};

/** Fills in these options, where they are missing. Never in a page, where a bundler may have put in a secret. */
export function fillFromEnvironment(options, names) {
  if (isInPage()) return;
  for (const name of names) options[name] ??= variable(VARIABLES[name]);
}

/** Returns a variable of the environment, if there is one and it may be read. An empty one counts as missing. */
function variable(name) {
  try {
    const { Deno, process } = /** @type {any} */ (globalThis);
    if (!Deno) return process?.env?.[name] || undefined;
    // Without the permission Deno would ask the user for it, or throw.
    const isAllowed = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
    return (isAllowed && Deno.env.get(name)) || undefined;
  } catch {
    return undefined;
  }
}
