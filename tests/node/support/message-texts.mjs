/** Texts that are nearly push messages: the parts of messages, in any order. */

const PARTS = [
  '{"messageType":',
  '{"messageType":"X"',
  '"messageBody":',
  ',"messageBody":',
  '"{\\"orderId\\":1}"',
  '"timestamp":',
  '"timestamp":null',
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "1e999",
  "1234567890123456789",
  "-",
  "null",
  "\ud800",
  "\u0000",
  "é",
  " ",
  "\n",
  "\t",
];

/**
 * A source of random texts, the same for each seed.
 *
 * @param {number} seed
 */
export function messageTexts(seed) {
  let state = seed;
  /** A random whole number below `count`. */
  const below = (/** @type {number} */ count) => (state = (state * 48271) % 2147483647) % count;
  /** A text of at most `most` parts. */
  const text = (/** @type {number} */ most) =>
    Array.from({ length: 1 + below(most) }, () => PARTS[below(PARTS.length)]).join("");
  return { below, text };
}
