/**
 * Inflate (RFC 1951), at once: browsers have it as a stream only. For what the build has deflated, so it need not fear
 * broken input. A library for it would be a thirtieth of all that a browser downloads.
 */

/** In a dynamic block the lengths of the codes are themselves coded; the lengths of those codes come in this order. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** What the symbols of lengths and of distances begin with, and how many further bits follow each. */
const lengths = ranges(28, 4, 3);
lengths.push({ base: 258, bits: 0 });
const distances = ranges(30, 2, 1);

function ranges(count, each, base) {
  return Array.from({ length: count }, (_, symbol) => {
    const range = { base, bits: Math.max(0, Math.floor(symbol / each) - 1) };
    base += 1 << range.bits;
    return range;
  });
}

/** A Huffman code: how many codes there are of each length, and their symbols in order. */
function huffman(codeLengths) {
  const counts = new Uint16Array(16);
  for (const length of codeLengths) if (length > 0) counts[length] += 1;
  const symbols = [...codeLengths.keys()].filter((symbol) => codeLengths[symbol] > 0);
  return { counts, symbols: symbols.sort((one, other) => codeLengths[one] - codeLengths[other] || one - other) };
}

const fixed = (count, length) => Array(count).fill(length);
const FIXED = [[...fixed(144, 8), ...fixed(112, 9), ...fixed(24, 7), ...fixed(8, 8)], fixed(30, 5)].map(huffman);

/**
 * @param {Uint8Array} input
 * @param {number} size of the output, in bytes
 */
export function inflate(input, size) {
  const output = new Uint8Array(size);
  let written = 0;
  let position = 0;

  /** The next bits, at most 16, the first of them lowest. */
  function read(count) {
    const byte = position >> 3;
    const bits = (input[byte] | (input[byte + 1] << 8) | (input[byte + 2] << 16)) >> (position & 7);
    position += count;
    return bits & ((1 << count) - 1);
  }

  function symbol({ counts, symbols }) {
    // `code` counts from the first code of its length, `skipped` are the symbols with shorter codes.
    let code = 0;
    let skipped = 0;
    for (let length = 1; ; length++, position++) {
      code = code * 2 + ((input[position >> 3] >> (position & 7)) & 1);
      if (code < counts[length]) {
        position++;
        return symbols[skipped + code];
      }
      code -= counts[length];
      skipped += counts[length];
    }
  }

  function stored() {
    position = (position + 7) & ~7;
    const count = read(16);
    const start = (position >> 3) + 2;
    output.set(input.subarray(start, start + count), written);
    written += count;
    position = (start + count) * 8;
  }

  function dynamicCodes() {
    const literals = read(5) + 257;
    const total = literals + read(5) + 1;
    const ordered = Array(19).fill(0);
    for (let left = read(4) + 4, index = 0; index < left; index++) ordered[ORDER[index]] = read(3);
    const code = huffman(ordered);
    const codeLengths = [];
    while (codeLengths.length < total) {
      const length = symbol(code);
      if (length < 16) codeLengths.push(length);
      else if (length === 16) codeLengths.push(...fixed(read(2) + 3, codeLengths.at(-1)));
      else codeLengths.push(...fixed(length === 17 ? read(3) + 3 : read(7) + 11, 0));
    }
    return [codeLengths.slice(0, literals), codeLengths.slice(literals)].map(huffman);
  }

  function coded([literals, distanceCode]) {
    for (let literal; (literal = symbol(literals)) !== 256; ) {
      if (literal < 256) {
        output[written++] = literal;
      } else {
        const length = lengths[literal - 257];
        const end = written + length.base + read(length.bits);
        const distance = distances[symbol(distanceCode)];
        // Byte by byte: what is copied may be part of the copy.
        for (let from = written - distance.base - read(distance.bits); written < end; ) output[written++] = output[from++];
      }
    }
  }

  for (let last = 0; !last; ) {
    last = read(1);
    const kind = read(2);
    if (kind === 0) stored();
    else coded(kind === 1 ? FIXED : dynamicCodes());
  }
  return output;
}
