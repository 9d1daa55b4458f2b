/** Random texts for the header `nonce-str`. */

const CHARACTERS = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const LENGTH = 32;

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
    // Six bits choose one of 64; the two for which there is no character are dropped, so that none is favoured.
    const choice = random[index] & 63;
    if (choice < CHARACTERS.length) random[length++] = CHARACTERS[choice];
  }
  return new TextDecoder().decode(random.subarray(0, length));
}
