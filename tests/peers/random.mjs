/** A source of values: the same seed has the same values. */

const LETTERS = [..."abcXYZ 09-_&=?#%+/\\\"'<>中文é😀"];

/** @param {number} seed */
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
  const many = (count, make) => Array.from({ length: count }, make);
  return {
    integer,
    one,
    many,
    digits: (count) => many(count, () => integer(0, 9)).join(""),
    /** Returns this many characters; one beyond Unicode's first plane counts as one. */
    text: (count) => many(count, () => one(LETTERS)).join(""),
  };
}
