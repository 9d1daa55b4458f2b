/** Requests with one value changed. The validators decide whether they are still valid. */
import { LEFT_OUT } from "./json.mjs";

/** Values of every JSON type, and an integer beyond 64 bits. */
const OTHERS = [LEFT_OUT, null, true, 7, 1.5, 2n ** 63n, "", "x", "7", [], [null], {}];

/**
 * @typedef {object} Place
 * @property {(string | number)[]} steps the names and indexes that lead there
 * @property {object} schema its schema in spec/
 * @property {boolean} isRequired whether it is a required field
 * @property {boolean} isInText whether it is inside JSON text
 */

/**
 * Returns the places of a request with a schema in spec/: the request itself, its fields, and the first item of each list.
 *
 * @returns {Generator<Place>}
 */
export function* places(schema, value, steps = [], isRequired = false, isInText = false) {
  yield { schema, steps, isRequired, isInText };
  if (value === null || typeof value !== "object") return;
  const inside = schema.contentSchema ?? schema;
  const isInside = isInText || schema.contentSchema !== undefined;
  if (Array.isArray(value)) {
    if (inside.items && value.length > 0) yield* places(inside.items, value[0], [...steps, 0], false, isInside);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const known = inside.properties?.[name];
    const isRequired = inside.required?.includes(name) ?? false;
    if (known) yield* places(known, member, [...steps, name], isRequired, isInside);
  }
}

/**
 * Returns all changes of a request.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {object} request
 * @returns {Generator<Place & { other: unknown }>}
 */
export function* changes({ schema, hasBody, inAddress }, request) {
  for (const place of places(schema, request)) {
    const name = place.steps.at(-1);
    // A request without a body cannot be replaced as a whole.
    if (name === undefined && !hasBody) continue;
    for (const other of [...OTHERS, ...beyondLimits(place.schema)]) {
      if (other === LEFT_OUT && !isMember(place)) continue;
      // Everything in a URL is text: it can only be missing.
      if (inAddress.includes(name) && other !== LEFT_OUT && other !== "") continue;
      yield { ...place, other };
    }
  }
}

function beyondLimits({ minimum, maximum }) {
  return [minimum - 1, maximum + 1].filter(Number.isFinite);
}

/** Returns whether a place is a field, not an item or the whole request. */
export const isMember = ({ steps }) => typeof steps.at(-1) === "string";

/** Returns the names on the path to a place. */
export const namesOf = ({ steps }) => steps.filter((step) => typeof step === "string");
