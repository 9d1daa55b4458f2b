/** Random texts for the header `nonce-str`. */

const CHARACTERS = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const LENGTH = 32;

// The largest multiple of 62 in a byte: larger bytes are dropped, as they would favour the first characters.
const LIMIT = 256 - (256 % CHARACTERS.length);

// Asking for randomness costs far more by the call than by the byte: one call draws some 120 nonces.
const random = new Uint8Array(4096);
let pool = "";
let used = 0;

/** 32 characters of A-Z a-z 0-9, all equally likely, from the runtime's cryptographic source. */
export function createNonce() {
  while (pool.length - used < LENGTH) {
    pool = pool.slice(used) + drawCharacters();
    used = 0;
  }
  return pool.slice(used, (used += LENGTH));
}

function drawCharacters() {
  crypto.getRandomValues(random);
  let length = 0;
  for (let index = 0; index < random.length; index++) {
    const byte = random[index];
    if (byte < LIMIT) random[length++] = CHARACTERS[byte % CHARACTERS.length];
  }
  return new TextDecoder().decode(random.subarray(0, length));
}
