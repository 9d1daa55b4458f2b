/** The two signatures of the platform, computed by `pandapon_sign.wasm`. */

const SIGNATURE_LENGTH = 32;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @param {() => WebAssembly.Instance} instantiate makes the instance, on the first call
 * @param {() => Promise<WebAssembly.Instance>} instantiateAsync makes it where the runtime refuses to do so at once
 */
export function createSignatures(instantiate, instantiateAsync) {
  let wasm;
  // Views of the borrowed block are kept, as making them would cost a good part of a signature's time.
  let bytes = new Uint8Array();
  let signature = bytes;

  async function init() {
    wasm ??= (await instantiateAsync()).exports;
  }

  function load() {
    try {
      return instantiate().exports;
    } catch (cause) {
      throw new Error("pandapon/sign cannot compile its wasm at once here: await init() before signing", { cause });
    }
  }

  /** Borrows a block of wasm memory, where `bytes` then begins. `wasm.dealloc` overwrites it with zeros. */
  function borrow(size) {
    wasm ??= load();
    const block = wasm.alloc(size);
    if (block === 0) throw new RangeError(`pandapon/sign has no memory for ${size} bytes`);
    // Memory that has grown leaves its former views without a place and length.
    if (bytes.byteOffset !== block || bytes.length < size) {
      bytes = new Uint8Array(wasm.memory.buffer, block);
      signature = bytes.subarray(0, SIGNATURE_LENGTH);
    }
    return block;
  }

  /** The `signature` header over a string to sign. */
  function signText(text) {
    // A character takes at most three bytes of UTF-8. The signature is written over the text.
    const size = Math.max(text.length * 3, SIGNATURE_LENGTH);
    const block = borrow(size);
    try {
      const { written } = encoder.encodeInto(text, bytes);
      wasm.sign(block, written, block);
      return decoder.decode(signature);
    } finally {
      wasm.dealloc(block, size);
    }
  }

  /** Whether `authorization` is the header of a push message whose base is `accessKey`, then the bytes of `body`. */
  function verifyBase(accessSecret, accessKey, body, authorization) {
    const size = (accessSecret.length + accessKey.length + authorization.length) * 3 + body.length;
    const block = borrow(size);
    try {
      const secretLength = encoder.encodeInto(accessSecret, bytes).written;
      const keyLength = encoder.encodeInto(accessKey, bytes.subarray(secretLength)).written;
      bytes.set(body, secretLength + keyLength);
      const baseLength = keyLength + body.length;
      const end = secretLength + baseLength;
      const { written } = encoder.encodeInto(authorization, bytes.subarray(end));
      return wasm.verify(block, secretLength, block + secretLength, baseLength, block + end, written) === 1;
    } finally {
      wasm.dealloc(block, size);
    }
  }

  return { init, signText, verifyBase };
}
