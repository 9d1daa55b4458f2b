/** Unexpected values: each is created anew, because some change when they are read. */

class Stranger {
  own = 1;
  #hidden = 2;
  get hidden() {
    return this.#hidden;
  }
}

const TEXTS = [
  "",
  " ",
  "0",
  "-1",
  "1e400",
  "12.345",
  "NaN",
  "\0",
  "\ud800",
  "𝄞",
  "商品",
  "../..",
  "a\r\nb: c",
  "__proto__",
  "[[[[",
  '{"a":1}',
];
const NUMBERS = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 2 ** 31, 1e308, 5e-324, 1e21];
const BIGINTS = [0n, -1n, 2n ** 63n, 2n ** 64n, 10n ** 40n, 3305075341149134261n];

/** What a value throws when it is read: not only errors. */
const THROWN = [new Error("of a value"), "text of a value", undefined, null, 7n, Symbol("of a value")];
const thrown = (random) => random.pick(THROWN);

/** Returns whether an error is one that these values throw. */
export const isThrownByValue = (error) => THROWN.includes(error);

/** A proxy whose traps may throw or return nonsense. */
function hostile(random, target) {
  const trap =
    (otherwise) =>
    (...args) => {
      if (random.chance(0.3)) throw thrown(random);
      return otherwise(...args);
    };
  const traps = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"];
  return new Proxy(target, Object.fromEntries(traps.map((name) => [name, trap(Reflect[name])])));
}

function detached(random) {
  const buffer = new ArrayBuffer(8);
  const view = random.pick([new Uint8Array(buffer), new DataView(buffer), buffer]);
  structuredClone(buffer, { transfer: [buffer] });
  return view;
}

function cyclic(random) {
  const value = random.chance(0.5) ? { a: 1 } : [1];
  value[random.chance(0.5) ? "self" : 0] = { deeper: [value] };
  return value;
}

function deep(random) {
  let value = 1;
  const levels = random.pick([3, 31, 32, 33, 130, 2000]);
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** @typedef {{ random: import("./random.mjs").Random, reenter: () => unknown, isSmall?: boolean }} Context */

/** @type {((context: Context, depth: number) => unknown)[]} */
const makers = [
  ({ random }) => random.pick(TEXTS),
  ({ random }) => random.pick(TEXTS).repeat(random.pick([2, 50, 3000])),
  ({ random }) => random.pick(NUMBERS),
  ({ random }) => random.pick(BIGINTS),
  ({ random }) => random.pick([null, undefined, true, false]),
  ({ random }) => random.pick([Symbol("s"), () => 1, class {}, function* () {}, async () => {}]),
  ({ random }) =>
    random.pick([new Date(0), new Date(NaN), new Map([[1, 2]]), new Set([1]), new WeakMap(), /x/g, new Error("e")]),
  ({ random }) =>
    random.pick([new Stranger(), Object.create(null), Object.create({ inherited: 1 }), new String("x"), Object(1n)]),
  ({ random }) =>
    random.pick([
      new Uint8Array(3),
      new Float64Array(2),
      new BigInt64Array(2),
      new ArrayBuffer(4),
      new SharedArrayBuffer(4),
    ]),
  ({ random }) => detached(random),
  ({ random }) => cyclic(random),
  ({ random }) => deep(random),
  ({ random, isSmall }) => new Array(random.pick([0, 1, 5, isSmall ? 50 : 4294967295])),
  ({ random }) => Array.from({ length: random.pick([1, 30, 400]) }, () => random.pick(NUMBERS)),
  ({ random }) => {
    const { proxy, revoke } = Proxy.revocable(random.pick([{}, [], () => {}]), {});
    revoke();
    return proxy;
  },
  (context, depth) => hostile(context.random, Object(odd(context, depth + 1))),
  (context, depth) => ({
    get [context.random.pick(["orderId", "keyword", "toJSON", "then", "length", "constructor", "signal"])]() {
      if (context.random.chance(0.4)) throw thrown(context.random);
      if (context.random.chance(0.4)) context.reenter();
      return odd(context, depth + 1);
    },
  }),
  (context, depth) => ({
    then: (resolve, reject) => (context.random.chance(0.5) ? resolve : reject)(odd(context, depth + 1)),
  }),
  (context, depth) => ({
    toJSON: () => odd(context, depth + 1),
    toString: () => {
      throw thrown(context.random);
    },
  }),
  (context, depth) => JSON.parse('{"__proto__":{"sent":false},"constructor":{"name":"Object"}}'),
  (context, depth) => ({ [context.random.pick(TEXTS)]: odd(context, depth + 1), b: odd(context, depth + 1) }),
  (context, depth) => [odd(context, depth + 1), odd(context, depth + 1)],
];

/** Any value; small ones do not have billions of holes. @param {Context} context */
export function odd(context, depth = 0) {
  const { random } = context;
  return depth > 3 ? random.pick(TEXTS) : random.pick(makers)(context, depth);
}

/** A plain object whose fields are sometimes replaced, removed or supplemented. @param {Context} context */
export function spoilt(context, good, probability = 0.5) {
  const { random } = context;
  if (random.chance(0.05)) return odd(context);
  const object = { ...good };
  while (random.chance(probability)) {
    const name = random.chance(0.8) ? random.pick(Object.keys(object).concat("other")) : random.pick(TEXTS);
    if (random.chance(0.2)) delete object[name];
    else if (random.chance(0.2))
      Object.defineProperty(object, name, {
        enumerable: true,
        configurable: true,
        get: () => {
          throw thrown(random);
        },
      });
    else
      Object.defineProperty(object, name, {
        enumerable: true,
        configurable: true,
        writable: true,
        value: odd(context),
      });
  }
  return object;
}
