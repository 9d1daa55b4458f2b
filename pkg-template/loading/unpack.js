/**
 * LZMA, unpacked at once: a tenth smaller than what gzip makes of the wasm. Browsers unpack nothing by themselves without a
 * promise, and a library for it would be a thirtieth of all that they download. For what the build has packed, so it need
 * not fear broken input: one stream with lc = 3, lp = 0, pb = 0, without header and end marker.
 */

/** Where the adaptive probabilities of each kind of bit begin. */
const IS_MATCH = 0;
const IS_REPETITION = 12;
const IS_OLDER = 24;
const IS_OLDER_YET = 36;
const IS_OLDEST = 48;
const IS_LONG = 60;
const SLOTS = 72;
const DISTANCES = SLOTS + 4 * 64;
const ALIGNMENT = DISTANCES + 128;
const LENGTH = ALIGNMENT + 16;
const REPEATED_LENGTH = LENGTH + 2 + 8 + 8 + 256;
const LITERALS = REPEATED_LENGTH + 2 + 8 + 8 + 256;
const COUNT = LITERALS + 8 * 0x300;

/**
 * @param {Uint8Array} input
 * @param {number} size of the output, in bytes
 */
export function unpack(input, size) {
  const output = new Uint8Array(size);
  const probabilities = new Uint16Array(COUNT).fill(1024);
  let position = 5;
  // Range and code, of 32 bits each: as variables they would be doubles, and slow until the engine has looked at them for long.
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

  /** Bits that are as likely set as not. */
  function evenBits(count) {
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

  /** Bits, the highest first, each with a probability that depends on those before it. */
  function tree(base, count) {
    let node = 1;
    while (node >> count === 0) node = node * 2 + bit(base + node);
    return node - (1 << count);
  }

  /** The same, the lowest first. */
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
    return first + evenBits(bits - 4) * 16 + reversedTree(ALIGNMENT, 4);
  }

  let written = 0;
  let state = 0;
  /** The last four distances, the newest first. */
  let distances = [0, 0, 0, 0];

  function literal() {
    const base = LITERALS + 0x300 * ((output[written - 1] ?? 0) >> 5);
    let node = 1;
    // After a match the byte is unlike the one that the match would have gone on with.
    let unlike = state < 7 ? -1 : output[written - distances[0] - 1] | 0x100;
    while (node < 0x100) {
      if (unlike < 0) {
        node = node * 2 + bit(base + node);
        continue;
      }
      const expected = (unlike >> 7) & 1;
      unlike <<= 1;
      const next = bit(base + ((1 + expected) << 8) + node);
      node = node * 2 + next;
      if (next !== expected) unlike = -1;
    }
    output[written++] = node;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  /** The length of a match; its distance is then the newest. */
  function match() {
    const afterLiteral = state < 7;
    if (!bit(IS_REPETITION + state)) {
      state = afterLiteral ? 7 : 10;
      const found = length(LENGTH);
      distances = [distance(found), ...distances.slice(0, 3)];
      return found;
    }
    let age = 0;
    if (bit(IS_OLDER + state)) age = bit(IS_OLDER_YET + state) ? 2 + bit(IS_OLDEST + state) : 1;
    else if (!bit(IS_LONG + state)) {
      state = afterLiteral ? 9 : 11;
      return 1;
    }
    distances.unshift(...distances.splice(age, 1));
    state = afterLiteral ? 8 : 11;
    return length(REPEATED_LENGTH);
  }

  while (written < size) {
    if (!bit(IS_MATCH + state)) {
      literal();
      continue;
    }
    // Byte by byte: what is copied may be part of the copy.
    for (let left = match(); left > 0; left--, written++) output[written] = output[written - distances[0] - 1];
  }
  return output;
}
