/** Requests that are good by the schemas of spec/, made from a seed, and such that break them in one place. */
import { isId, MOST_ITEMS, obey, text } from "./facts.mjs";

/** A source of values; the same seed gives the same. */
export function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least, most) => least + Math.floor(next() * (most - least + 1));
  const one = (choices) => choices[integer(0, choices.length - 1)];
  const many = (least, most, make) => Array.from({ length: integer(least, most) }, make);
  return {
    integer,
    one,
    many,
    digits: (count) => many(count, count, () => integer(0, 9)).join(""),
    text: (least, most) => many(least, most, () => one([..."abcXYZ 09-_中文é😀\"\\/"])).join("").replace(/^ | $/g, "x"),
  };
}

/**
 * Params that are good by an operation's schema.
 *
 * @param {"required" | "all" | "some"} which members
 * @param {number} idDigits how long ids are: beyond 15, JavaScript's numbers do not hold them
 */
export function goodParams(operation, random, which, idDigits) {
  return obey(operation.name, object(operation.schema, { random, which, idDigits }));
}

function object({ properties, required = [] }, making) {
  const { random, which } = making;
  // An empty list of words allows none: spec/ has one where the vendor's page shows a list without its words.
  const givable = Object.entries(properties).filter(([, { enum: words }]) => words?.length !== 0);
  const members = givable.map(([name, schema]) => {
    if (required.includes(name)) return [name, value(name, notNull(schema), making)];
    const isLeftOut = which === "required" || (which === "some" && random.integer(0, 1));
    return [name, isLeftOut ? random.one([undefined, null]) : value(name, schema, making)];
  });
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

function value(name, schema, making) {
  const { random } = making;
  if (schema.contentSchema) {
    const structure = value(name, schema.contentSchema, making);
    return random.one([structure, write(structure)]);
  }
  switch (random.one([schema.type ?? "string"].flat())) {
    case "null":
      return null;
    case "integer":
      return isId(name) && schema.format === "int64" ? id(making) : integer(schema, random);
    case "number":
      return random.one([1, 2.5, 100]);
    case "boolean":
      return random.one([true, false]);
    case "array":
      return random.many(1, MOST_ITEMS, () => value(name, notNull(schema.items), making));
    case "object":
      return schema.properties ? object(schema, making) : { [random.text(1, 5)]: random.text(0, 5) };
    default:
      return schema.enum ? random.one(schema.enum) : text(random, name);
  }
}

/** An id in one of the forms that users have them in. */
function id({ random, idDigits }) {
  const digits = `${random.integer(1, 8)}${random.digits(idDigits - 1)}`;
  return random.one(idDigits > 15 ? [digits, BigInt(digits)] : [digits, BigInt(digits), Number(digits)]);
}

function integer({ minimum = 0, maximum = 1_000_000 }, random) {
  return random.one([minimum, maximum, random.integer(minimum, maximum)]);
}

function notNull(schema) {
  return { ...schema, type: [schema.type].flat().find((type) => type !== "null") };
}

/** JSON text, bigints digit for digit. */
export function write(value) {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write)}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)}}`;
}

/** Values of every type of JSON, and numbers at the edges of limits. */
const WRONG = [null, true, -1, 0, 41, 1.5, "", "x", "7", [], [null], {}, { x: 1 }];

/**
 * What becomes of a request's members when one of them, however deep, is left out or replaced by each of the wrong values.
 *
 * @param {object} members as they stand on the wire
 * @returns {Generator<object>}
 */
export function* broken(members) {
  for (const name of Object.keys(members)) {
    const { [name]: member, ...rest } = members;
    yield rest;
    for (const wrong of WRONG) yield { ...members, [name]: wrong };
    if (Array.isArray(member)) {
      for (const wrong of WRONG) yield { ...members, [name]: [wrong] };
    }
    const inner = Array.isArray(member) ? member[0] : member;
    if (typeof inner !== "object" || inner === null) continue;
    for (const changed of broken(inner)) {
      yield { ...members, [name]: Array.isArray(member) ? [changed, ...member.slice(1)] : changed };
    }
  }
}
