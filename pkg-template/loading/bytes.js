/** Text that stands for bytes, as the build writes it: characters of 6 and of 7 bits. */

/** The characters in their order: the first 40 of them stand for 6 bits, the others for 7. */
const ALPHABET = Array.from({ length: 94 }, (_, index) => String.fromCharCode(32 + index)).filter(
  (character) => !"\"'\\`$<".includes(character),
);
const SHORT = 40;

/**
 * The bytes, and zeros after them.
 *
 * @param {string} text
 */
export function bytesOf(text) {
  const values = new Uint8Array(128);
  ALPHABET.forEach((character, value) => (values[character.charCodeAt(0)] = value));
  const bytes = new Uint8Array(text.length);
  let [written, bits, count] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)];
    const length = value < SHORT ? 6 : 7;
    bits = ((bits & 255) << length) | (value < SHORT ? value : value + SHORT);
    count += length;
    if (count >= 8) bytes[written++] = bits >> (count -= 8);
  }
  return bytes;
}
