/** Leniencies: the client accepts what a validator refuses, and converts it to a valid request, which is checked again. */
import { isMember, namesOf } from "./broken.mjs";
import { withFacts } from "./corpus.mjs";
import { isId, typesOf } from "./operations.mjs";

/**
 * @typedef {object} Leniency
 * @property {string} because
 * @property {(change: Change) => boolean} covers
 *
 * @typedef {import("./broken.mjs").Place & { other: unknown, name: string, known: object }} Change what was put into a
 *   place, the name of its field, and its schema
 */

/** @type {Leniency[]} */
export const LENIENCIES = [
  {
    because: "a member that need not be given may be null, as it may be undefined: it is left out",
    covers: (change) => change.other === null && isMember(change) && !change.isRequired,
  },
  {
    because: "an id may be given as text where the wire has an integer: JavaScript's numbers do not hold it",
    covers: ({ other, schema, name }) => other === "7" && typesOf(schema).includes("integer") && isId(name),
  },
  {
    because: "an id may be given as an integer where the wire has text",
    covers: ({ other, schema, name }) =>
      typeof other !== "string" && /^\d+$/.test(String(other)) && typesOf(schema).includes("string") && isId(name),
  },
  {
    because: "an amount in yuan may be given as a number",
    covers: ({ other, known }) => ["number", "bigint"].includes(typeof other) && known.format === "yuan",
  },
  {
    because: "what is JSON text on the wire is given as the structure that it holds",
    covers: ({ other, known }) => typeof other === "object" && known.contentSchema?.type !== undefined,
  },
  {
    because: "where nobody knows what a JSON text holds, it may be anything",
    covers: ({ known }) => known.contentSchema !== undefined && known.contentSchema.type === undefined,
  },
];

/**
 * Known errors of the client: the validator is right, and the client's request is invalid. An entry is removed with the error.
 *
 * @type {Leniency[]}
 */
export const ERRORS = [
  {
    because: "an id that need not be given is sent as an empty member of the query, which OpenAPI does not allow",
    covers: ({ other, schema, isRequired }) => other === "" && schema.minLength === 1 && !isRequired,
  },
];

/** Returns the leniency or known error that covers a change of a request, if there is one. */
export function explanationOf(operation, change) {
  const names = namesOf(change);
  const known = withFacts(change.schema, operation.name, names, change.isRequired);
  return [...LENIENCIES, ...ERRORS].find(({ covers }) => covers({ ...change, name: names.at(-1) ?? "", known }));
}
