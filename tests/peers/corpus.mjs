/**
 * Good requests, made from the schemas of spec/ and the facts about them: first as they are on the wire (ids as
 * bigints or texts, what is inside of JSON text as a structure), then as somebody might give them to the client.
 */
import { factsOf, keepRules } from "./facts.mjs";
import { write } from "./json.mjs";
import { isId, typesOf } from "./operations.mjs";

/**
 * @typedef {object} Plan what a request is like
 * @property {"required" | "all" | "some"} members
 * @property {"least" | "most"} [limit] whether every value stands at its limit
 * @property {boolean} [nulls] whether what may be null is; now and then, if this is not said
 * @property {boolean} [filled] whether every list has an item
 */

/** @type {Plan[]} */
export const PLANS = [
  { members: "required" },
  { members: "required", limit: "least" },
  { members: "required", limit: "most" },
  { members: "all" },
  { members: "all" },
  { members: "all" },
  { members: "all", limit: "least" },
  { members: "all", limit: "most" },
  { members: "all", nulls: true },
  ...Array(15).fill({ members: "some" }),
];

/** A request that holds every member, in which each can be changed. */
export const WHOLE = { members: "all", nulls: false, filled: true };

/** The step into a JSON text. */
const INSIDE = "(inside)";

/** The longest text and list at the limit, where nothing limits them. */
const LONG_TEXT = 1000;
const LONG_LIST = 30;

/**
 * A good request to an operation, as it is on the wire.
 *
 * @param {import("./operations.mjs").Operation} operation
 * @param {ReturnType<import("./random.mjs").randomOf>} random
 * @param {Plan} plan
 * @param {bigint} largestId
 */
export function goodRequest(operation, random, plan, largestId) {
  const making = { operation: operation.name, random, plan, largestId };
  const params = keepRules(operation.name, members(operation.schema, [], making));
  const showsNone = operation.hasBody && Object.keys(operation.schema.properties).length === 0;
  return showsNone && plan.members !== "required" ? anyMembers(making) : params;
}

function members({ properties, required = [] }, place, making) {
  const { random, plan } = making;
  const entries = Object.entries(properties).flatMap(([name, schema]) => {
    const isRequired = required.includes(name);
    if (!isRequired && (plan.members === "required" || (plan.members === "some" && random.integer(0, 1)))) return [];
    return [[name, value(schema, [...place, name], isRequired, making)]];
  });
  return Object.fromEntries(entries);
}

function value(bare, place, isRequired, making) {
  const { random, plan, operation } = making;
  const schema = withFacts(bare, operation, place, isRequired);
  // Some members are marked as required and yet may be null by their type: the client takes such a null for missing.
  const isNullable = typesOf(schema).includes("null") && !isRequired;
  if (isNullable && (plan.nulls ?? (!plan.limit && random.integer(1, 6) === 1))) return null;
  if (schema.contentSchema) return value(schema.contentSchema, [...place, INSIDE], false, making);
  const type = typesOf(schema).find((type) => type !== "null");
  switch (type) {
    case "string":
      return text(schema, place.at(-1), making);
    case "integer":
      return isId(place.at(-1)) ? id(making) : integer(schema, making);
    case "number":
      return at(plan, { least: 0.001, most: 123456789.25 }, () => random.one([0, 1, 2.5, -0.5, 1e-7, 100]));
    case "boolean":
      return random.one([true, false]);
    case "array":
      return list(schema, place, making);
    case "object":
      return schema.properties ? members(schema, place, making) : anyMembers(making);
    case undefined:
      return random.one([anyMembers(making), [anyMembers(making)]]);
    default:
      throw new Error(`${operation} ${place.join(".")} has the type ${type}, for which nothing is made up`);
  }
}

/** The schema of a member, with what is known of it besides. */
export function withFacts(schema, operation, place, isRequired) {
  return Object.assign({}, schema, ...factsOf(operation, place.join("."), isRequired).map(({ schema }) => schema));
}

const at = ({ limit }, ends, otherwise) => (limit ? ends[limit] : otherwise());

function text(schema, name, { random, plan, largestId }) {
  const { minLength: least = 0, maxLength: most = LONG_TEXT } = schema;
  if (schema.enum) return random.one(schema.enum);
  if (schema.format === "telephone") {
    return at(plan, { least: "", most: "+86 (571) 8815-5188" }, () => random.digits(11));
  }
  if (schema.format === "yuan") {
    const any = () => `${random.integer(0, 9999)}${random.one(["", `.${random.integer(1, 9)}`])}`;
    return at(plan, { least: "0.01", most: "9999999.99" }, any);
  }
  if (schema.contentEncoding === "base64") {
    const bytes = at(plan, { least: 1, most: 5000 }, () => random.integer(1, 50));
    return btoa(String.fromCharCode(...random.many(bytes, () => random.integer(0, 255))));
  }
  if (isId(name) && !plan.limit && random.integer(0, 2)) return String(id({ random, plan, largestId }));
  return random.text(at(plan, { least, most }, () => random.integer(least, Math.min(most, least + 20))));
}

/** An id of as many digits as there can be, but for those at the limits. */
function id({ random, plan, largestId }) {
  const digits = String(largestId).length;
  const any = () => BigInt(`${random.integer(1, 8)}${random.digits(digits - 1)}`);
  return at(plan, { least: 1n, most: largestId }, any);
}

function integer({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }, { random, plan }) {
  const any = () => random.integer(Math.max(minimum, -10), Math.min(maximum, 1_000_000));
  return at(plan, { least: minimum, most: maximum }, any);
}

function list({ items, minItems = 0, maxItems: most = LONG_LIST }, place, making) {
  const { random, plan } = making;
  const least = plan.filled ? Math.max(minItems, 1) : minItems;
  const count = at(plan, { least, most }, () => random.integer(least, Math.min(most, least + 3)));
  return random.many(count, () => value(items, place, false, making));
}

/** An object of which no page shows a member. */
function anyMembers({ random, plan }) {
  const count = at(plan, { least: 0, most: 5 }, () => random.integer(0, 3));
  return Object.fromEntries(random.many(count, (_, index) => [`noPageShows${index}`, random.text(5)]));
}

/** A request as somebody might give it: in each place any of the forms that the client takes. */
export function asGiven(operation, request, random) {
  return asParams(operation.schema, request, [], false, { operation: operation.name, random });
}

function asParams(bare, value, place, isRequired, making) {
  const { operation, random } = making;
  const schema = withFacts(bare, operation, place, isRequired);
  if (value === null) return random.one([null, undefined]);
  if (schema.contentSchema) {
    const structure = asParams(schema.contentSchema, value, [...place, INSIDE], false, making);
    return random.one([structure, write(value)]);
  }
  if (Array.isArray(value)) return value.map((item) => asParams(schema.items ?? {}, item, place, false, making));
  if (typeof value === "object") {
    const { properties = {}, required = [] } = schema;
    const members = Object.entries(value).map(([name, member]) => {
      const schema = properties[name] ?? {};
      return [name, asParams(schema, member, [...place, name], required.includes(name), making)];
    });
    return Object.fromEntries(members);
  }
  return random.one(formsOf(value, schema, place.at(-1)));
}

/** The forms of a value that mean the same to the client. */
function formsOf(value, schema, name) {
  if (typeof value === "bigint") return [value, String(value), ...safe(value)];
  if (typeof value === "string" && isId(name) && /^[1-9]\d*$/.test(value)) {
    return [value, BigInt(value), ...safe(BigInt(value))];
  }
  if (schema.format === "yuan" && String(Number(value)) === value) return [value, Number(value)];
  if (schema.contentEncoding === "base64") {
    return [value, Uint8Array.from(atob(value), (character) => character.charCodeAt(0))];
  }
  return [value];
}

const safe = (id) => (id <= BigInt(Number.MAX_SAFE_INTEGER) ? [Number(id)] : []);

/** A request as it is on the wire: structures as JSON text where the vendor has text. */
export function asSent({ name: operation, schema: { properties } }, request) {
  const members = Object.entries(request).map(([name, member]) => {
    const { contentSchema } = withFacts(properties[name] ?? {}, operation, [name], false);
    return [name, contentSchema && member !== null ? write(member) : member];
  });
  return Object.fromEntries(members);
}
