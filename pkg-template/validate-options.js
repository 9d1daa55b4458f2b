/** Options one by one: read, and of the right type. */
import { configError } from "./errors.js";
import { notAnOption } from "./nearest-name.js";

/**
 * Each of these members, read once.
 *
 * @returns {Record<string, any>}
 */
export function pick(options, names) {
  const picked = {};
  for (const name of names) {
    try {
      picked[name] = options?.[name];
    } catch {
      throw configError(`${name} could not be read: its getter threw`);
    }
  }
  return picked;
}

/** The names of an object's own members. */
export function namesOf(name, object) {
  try {
    return Object.keys(object);
  } catch {
    throw configError(`${name} could not be read: listing its members threw`);
  }
}

/** Refuses names that are not options, with the option that was probably meant. */
export function checkNames(owner, names, known) {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw configError(notAnOption(unknown, owner, known));
}

/** All members, each read once. */
export function copy(name, object) {
  try {
    return { ...object };
  } catch {
    throw configError(`${name} could not be read: a getter threw`);
  }
}

/** Refuses a value of any other type than these, unless it is missing. */
export function check(name, value, types, what) {
  if (value === undefined || value === null || types.includes(typeof value)) return;
  throw configError(`${name} must be ${what}`);
}
