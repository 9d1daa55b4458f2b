/**
 * Decompresses LZMA synchronously. It makes the wasm a tenth smaller than gzip does; browsers decompress nothing without a
 * promise, and a library would be a thirtieth of the whole download. The input comes from the build and is not checked:
 * one stream with lc = 3, lp = 0, pb = 0, without header and end marker.
 */

/** Offsets of the adaptive probabilities of each kind of bit. */
const IS_MATCH = 0;
const IS_REP = 12;
const IS_NOT_REP0 = 24;
const IS_REP2_OR_3 = 36;
const IS_REP3 = 48;
const IS_REP0_LONG = 60;
const SLOTS = 72;
const DISTANCES = SLOTS + 4 * 64;
const ALIGNMENT = DISTANCES + 128;
const LENGTH = ALIGNMENT + 16;
const REP_LENGTH = LENGTH + 2 + 8 + 8 + 256;
const LITERALS = REP_LENGTH + 2 + 8 + 8 + 256;
const COUNT = LITERALS + 8 * 0x300;

/**
 * Returns the decompressed bytes.
 *
 * @param {Uint8Array} input
 * @param {number} size of the output, in bytes
 */
export function decompress(input, size) {
  const output = new Uint8Array(size);
  const probabilities = new Uint16Array(COUNT).fill(1024);
  let position = 5;
  // Range and code, of 32 bits each. As variables they would be doubles, which are slow until the engine optimises them.
  const coder = new Uint32Array([0xffffffff, new DataView(input.buffer, input.byteOffset).getUint32(1)]);

  function normalize() {
    if (coder[0] >= 0x1000000) return;
    coder[0] <<= 8;
    coder[1] = (coder[1] << 8) | input[position++];
  }

  function bit(index) {
    const probability = probabilities[index];
    const bound = (coder[0] >>> 11) * probability;
    const isSet = coder[1] >= bound;
    if (isSet) {
      coder[0] -= bound;
      coder[1] -= bound;
      probabilities[index] -= probability >> 5;
    } else {
      coder[0] = bound;
      probabilities[index] += (2048 - probability) >> 5;
    }
    normalize();
    return isSet ? 1 : 0;
  }

  /** Reads bits of equal probability. */
  function directBits(count) {
    let value = 0;
    while (count-- > 0) {
      coder[0] >>>= 1;
      const isSet = coder[1] >= coder[0];
      if (isSet) coder[1] -= coder[0];
      normalize();
      value = value * 2 + (isSet ? 1 : 0);
    }
    return value;
  }

  /** Reads bits from the highest, each with a probability that depends on those before it. */
  function tree(base, count) {
    let node = 1;
    while (node >> count === 0) node = node * 2 + bit(base + node);
    return node - (1 << count);
  }

  /** Like `tree`, from the lowest bit. */
  function reversedTree(base, count) {
    let node = 1;
    let value = 0;
    for (let index = 0; index < count; index++) {
      const next = bit(base + node);
      node = node * 2 + next;
      value |= next << index;
    }
    return value;
  }

  function length(base) {
    if (!bit(base)) return 2 + tree(base + 2, 3);
    if (!bit(base + 1)) return 10 + tree(base + 10, 3);
    return 18 + tree(base + 18, 8);
  }

  function distance(length) {
    const slot = tree(SLOTS + Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const first = (2 | (slot & 1)) << bits;
    if (slot < 14) return first + reversedTree(DISTANCES + first - slot, bits);
    return first + directBits(bits - 4) * 16 + reversedTree(ALIGNMENT, 4);
  }

  let written = 0;
  let state = 0;
  /** The last four distances, the newest first. */
  let distances = [0, 0, 0, 0];

  function literal() {
    const base = LITERALS + 0x300 * ((output[written - 1] ?? 0) >> 5);
    let node = 1;
    // After a match, the byte differs from the one that would have continued the match.
    let matched = state < 7 ? -1 : output[written - distances[0] - 1] | 0x100;
    while (node < 0x100) {
      if (matched < 0) {
        node = node * 2 + bit(base + node);
        continue;
      }
      const expected = (matched >> 7) & 1;
      matched <<= 1;
      const next = bit(base + ((1 + expected) << 8) + node);
      node = node * 2 + next;
      if (next !== expected) matched = -1;
    }
    output[written++] = node;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  /** Returns the length of a match, and makes its distance the newest. */
  function match() {
    const afterLiteral = state < 7;
    if (!bit(IS_REP + state)) {
      state = afterLiteral ? 7 : 10;
      const matchLength = length(LENGTH);
      distances = [distance(matchLength), ...distances.slice(0, 3)];
      return matchLength;
    }
    let age = 0;
    if (bit(IS_NOT_REP0 + state)) age = bit(IS_REP2_OR_3 + state) ? 2 + bit(IS_REP3 + state) : 1;
    else if (!bit(IS_REP0_LONG + state)) {
      state = afterLiteral ? 9 : 11;
      return 1;
    }
    distances.unshift(...distances.splice(age, 1));
    state = afterLiteral ? 8 : 11;
    return length(REP_LENGTH);
  }

  while (written < size) {
    if (!bit(IS_MATCH + state)) {
      literal();
      continue;
    }
    // Byte by byte: source and destination may overlap.
    for (let left = match(); left > 0; left--, written++) output[written] = output[written - distances[0] - 1];
  }
  return output;
}
