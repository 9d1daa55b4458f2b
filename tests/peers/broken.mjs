/** Requests with one place changed. Whether that breaks them is for the validators to say. */
import { LEFT_OUT } from "./json.mjs";

/** Values of every type of JSON, and an integer beyond 64 bits. */
const OTHERS = [LEFT_OUT, null, true, 7, 1.5, 2n ** 63n, "", "x", "7", [], [null], {}];

/**
 * @typedef {object} Place
 * @property {(string | number)[]} steps the names and indexes that lead there
 * @property {object} schema what spec/ says of it
 * @property {boolean} isRequired whether it is a member that is marked so
 * @property {boolean} isInText whether it stands inside of JSON text
 */

/**
 * The places of a request that spec/ knows: the request as a whole, its members, the first item of each list.
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
 * Everything that can be put into the places of a request.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {object} request
 * @returns {Generator<Place & { other: unknown }>}
 */
export function* changes({ schema, hasBody, inAddress }, request) {
  for (const place of places(schema, request)) {
    const name = place.steps.at(-1);
    // Where there is no body, it cannot be something else as a whole.
    if (name === undefined && !hasBody) continue;
    for (const other of [...OTHERS, ...beyondLimits(place.schema)]) {
      if (other === LEFT_OUT && !isMember(place)) continue;
      // All that stands in an address is text: nothing is wrong with it but that it is not there.
      if (inAddress.includes(name) && other !== LEFT_OUT && other !== "") continue;
      yield { ...place, other };
    }
  }
}

function beyondLimits({ minimum, maximum }) {
  return [minimum - 1, maximum + 1].filter(Number.isFinite);
}

/** Whether a place is that of a member, and not of an item or of the whole request. */
export const isMember = ({ steps }) => typeof steps.at(-1) === "string";

/** The names that lead to a place. */
export const namesOf = ({ steps }) => steps.filter((step) => typeof step === "string");
