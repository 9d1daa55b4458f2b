/** The functions of `pandapon/sign`, however the runtime loads `pandapon_sign.wasm`. */

const MASK = "********";
const MILLISECONDS = { seconds: 1000, milliseconds: 1 };

const SIGNATURE_LENGTH = 32;
const NONCE_LENGTH = 32;
const NONCE_CHARACTERS = Uint8Array.from(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  (character) => character.charCodeAt(0),
);

// Made when they are first used: a runtime without them can import the module.
let encoder;
let decoder;
const textEncoder = () => (encoder ??= new TextEncoder());
const textDecoder = () => (decoder ??= new TextDecoder());

/**
 * Creates the functions.
 *
 * @param {() => WebAssembly.Instance} instantiate makes the instance synchronously, on the first call
 * @param {() => Promise<WebAssembly.Instance>} instantiateAsync makes it where the runtime refuses that
 */
export function createSigning(instantiate, instantiateAsync) {
  const { init, signText, verifyBase } = createSignatures(instantiate, instantiateAsync);

  /** @type {typeof import("./index.js").sign} */
  function sign(request) {
    return signText(stringToSign(signedFields(request)));
  }

  /** @type {typeof import("./index.js").signHeaders} */
  function signHeaders(options) {
    const { accessKey, accessSecret, userId, timestamp, nonceStr, timestampUnit } = options ?? {};
    const fields = {
      accessKey: requireHeader("accessKey", requireKey("accessKey", accessKey)),
      timestamp:
        timestamp === undefined
          ? currentTimestamp(timestampUnit)
          : requireHeader("timestamp", requireDigits("timestamp", timestamp)),
      nonceStr: nonceStr === undefined ? createNonce() : requireHeader("nonceStr", requireText("nonceStr", nonceStr)),
      accessSecret: requireKey("accessSecret", accessSecret),
    };
    return {
      "access-key": fields.accessKey,
      timestamp: fields.timestamp,
      "nonce-str": fields.nonceStr,
      "user-id": requireHeader("userId", requireDigits("userId", userId)),
      signature: signText(stringToSign(fields)),
    };
  }

  /** @type {typeof import("./index.js").explainSignature} */
  function explainSignature(request) {
    const fields = signedFields(request);
    const masked = { ...fields, accessSecret: MASK };
    return { stringToSign: stringToSign(masked), signature: signText(stringToSign(fields)), fields: masked };
  }

  /** @type {typeof import("./index.js").verifyCallback} */
  function verifyCallback(message) {
    const { accessKey, accessSecret, body, authorization } = message ?? {};
    requireKey("accessKey", accessKey);
    requireKey("accessSecret", accessSecret);
    const bytes = bodyBytes(body);
    // A message without the header is not from the platform, which is a result and not the caller's mistake.
    if (authorization === undefined || authorization === null) return false;
    return verifyBase(accessSecret, accessKey, bytes, requireText("authorization", authorization));
  }

  return { sign, signHeaders, explainSignature, verifyCallback, init };
}

/** Returns the four checked fields that the signature of a request covers, in the order in which they are signed. */
function signedFields(request) {
  const { accessKey, timestamp, nonceStr, accessSecret } = request ?? {};
  return {
    accessKey: requireKey("accessKey", accessKey),
    timestamp: requireDigits("timestamp", timestamp),
    nonceStr: requireText("nonceStr", nonceStr),
    accessSecret: requireKey("accessSecret", accessSecret),
  };
}

/** Concatenates the fields in the order of the platform's table of headers. */
function stringToSign({ accessKey, timestamp, nonceStr, accessSecret }) {
  return accessKey + timestamp + nonceStr + accessSecret;
}

function currentTimestamp(unit = "seconds") {
  if (!Object.hasOwn(MILLISECONDS, unit)) throw new TypeError('timestampUnit must be "seconds" or "milliseconds"');
  return String(Math.floor(Date.now() / MILLISECONDS[unit]));
}

function bodyBytes(body) {
  if (typeof body === "string") return textEncoder().encode(requireText("body", body));
  // Not instanceof: a Uint8Array of another realm, as some test runners make them, is one too.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(`body must be the raw body, before JSON.parse: a string or Uint8Array, not ${typeName(body)}`);
}

// Asking for randomness costs far more per call than per byte: one call yields about 120 nonces.
const random = new Uint8Array(4096);
let pool = "";
let used = 0;

/** Returns 32 characters of A-Z a-z 0-9, all equally likely, from the runtime's cryptographic source. */
function createNonce() {
  while (pool.length - used < NONCE_LENGTH) {
    pool = pool.slice(used) + randomCharacters();
    used = 0;
  }
  return pool.slice(used, (used += NONCE_LENGTH));
}

function randomCharacters() {
  crypto.getRandomValues(random);
  let length = 0;
  for (let index = 0; index < random.length; index++) {
    // Six bits choose one of 64; the two without a character are dropped, so that none is favoured.
    const choice = random[index] & 63;
    if (choice < NONCE_CHARACTERS.length) random[length++] = NONCE_CHARACTERS[choice];
  }
  return textDecoder().decode(random.subarray(0, length));
}

/**
 * Creates the two functions that call into `pandapon_sign.wasm`.
 *
 * @param {() => WebAssembly.Instance} instantiate
 * @param {() => Promise<WebAssembly.Instance>} instantiateAsync
 */
function createSignatures(instantiate, instantiateAsync) {
  let wasm;
  // Views of the allocated block are kept: making them would take a good part of the time of a signature.
  let bytes = new Uint8Array();
  let signature = bytes;

  async function init() {
    wasm ??= (await instantiateAsync()).exports;
  }

  function load() {
    try {
      return instantiate().exports;
    } catch (cause) {
      throw new Error("pandapon/sign cannot compile its wasm synchronously here: await init() before signing", {
        cause,
      });
    }
  }

  /** Allocates a block of wasm memory, at which `bytes` then begins. `wasm.dealloc` overwrites it with zeros. */
  function allocate(size) {
    wasm ??= load();
    const block = wasm.alloc(size);
    if (block === 0) throw new RangeError(`pandapon/sign has no memory for ${size} bytes`);
    // Growing the memory detaches earlier views.
    if (bytes.byteOffset !== block || bytes.length < size) {
      bytes = new Uint8Array(wasm.memory.buffer, block);
      signature = bytes.subarray(0, SIGNATURE_LENGTH);
    }
    return block;
  }

  /** Returns the `signature` header over a string to sign. */
  function signText(text) {
    // A character takes at most three bytes of UTF-8. The signature is written over the text.
    const size = Math.max(text.length * 3, SIGNATURE_LENGTH);
    const block = allocate(size);
    try {
      const { written } = textEncoder().encodeInto(text, bytes);
      wasm.sign(block, written, block);
      return textDecoder().decode(signature);
    } finally {
      wasm.dealloc(block, size);
    }
  }

  /** Returns whether `authorization` is the header of a push message with this body: it signs `accessKey`, then `body`. */
  function verifyBase(accessSecret, accessKey, body, authorization) {
    const size = (accessSecret.length + accessKey.length + authorization.length) * 3 + body.length;
    const block = allocate(size);
    try {
      const secretLength = textEncoder().encodeInto(accessSecret, bytes).written;
      const keyLength = textEncoder().encodeInto(accessKey, bytes.subarray(secretLength)).written;
      bytes.set(body, secretLength + keyLength);
      const baseLength = keyLength + body.length;
      const end = secretLength + baseLength;
      const { written } = textEncoder().encodeInto(authorization, bytes.subarray(end));
      return wasm.verify(block, secretLength, block + secretLength, baseLength, block + end, written) === 1;
    } finally {
      wasm.dealloc(block, size);
    }
  }

  return { init, signText, verifyBase };
}

// The checks name the field and never its value, which may be the secret.

/** Returns the text if it can be signed. */
function requireText(name, value) {
  if (typeof value !== "string") throw new TypeError(`${name} must be a string, not ${typeName(value)}`);
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`${name} has half a surrogate pair, which has no UTF-8 form`);
  return value;
}

/** Like `requireText`, and not empty: a key that was never set must not pass for a key. */
function requireKey(name, value) {
  if (value === "") throw new TypeError(`${name} must not be empty`);
  return requireText(name, value);
}

/** Returns the digits of an id or a time, unchanged: of a string, a bigint or a safe integer. */
function requireDigits(name, value) {
  if (typeof value === "number" && !(Number.isSafeInteger(value) && value >= 0)) {
    throw new TypeError(`${name} must be a string, bigint or safe integer: a number beyond 2^53 - 1 has lost digits`);
  }
  return requireKey(name, typeof value === "number" || typeof value === "bigint" ? String(value) : value);
}

/** Returns the text if a header carries it unchanged. */
function requireHeader(name, value) {
  if (/[^!-~]/.test(value)) throw new TypeError(`${name} is sent in a header: it must be visible ASCII characters`);
  return value;
}

function typeName(value) {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}
