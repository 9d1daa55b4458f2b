/** The functions of `pandapon/sign`, whatever way the runtime loads their wasm. */
import { createNonce } from "./nonce.js";
import { createSignatures } from "./signatures.js";
import { kind, requireDigits, requireHeader, requireKey, requireText } from "./text.js";

const MASK = "********";
const MILLISECONDS = { seconds: 1000, milliseconds: 1 };

const encoder = new TextEncoder();

/** Takes what makes an instance of `pandapon_sign.wasm`: at once, and by a promise. */
export function createSigning(instantiate, instantiateAsync) {
  const { init, signText, verifyBase } = createSignatures(instantiate, instantiateAsync);

  function sign(request) {
    return signText(stringToSign(signedFields(request)));
  }

  function signHeaders({ accessKey, accessSecret, userId, timestamp, nonceStr, timestampUnit } = {}) {
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

  function explainSignature(request) {
    const fields = signedFields(request);
    const masked = { ...fields, accessSecret: MASK };
    return { stringToSign: stringToSign(masked), signature: signText(stringToSign(fields)), fields: masked };
  }

  function verifyCallback({ accessKey, accessSecret, body, authorization } = {}) {
    requireKey("accessKey", accessKey);
    requireKey("accessSecret", accessSecret);
    const bytes = bodyBytes(body);
    // A message without the header is not the platform's: that is an answer, not a mistake of the caller.
    if (authorization === undefined || authorization === null) return false;
    return verifyBase(accessSecret, accessKey, bytes, requireText("authorization", authorization));
  }

  return { sign, signHeaders, explainSignature, verifyCallback, init };
}

/** The four texts that a request's signature covers, checked, in the order in which they are signed. */
function signedFields({ accessKey, timestamp, nonceStr, accessSecret } = {}) {
  return {
    accessKey: requireKey("accessKey", accessKey),
    timestamp: requireDigits("timestamp", timestamp),
    nonceStr: requireText("nonceStr", nonceStr),
    accessSecret: requireKey("accessSecret", accessSecret),
  };
}

/** Plain concatenation, in the order of the vendor's table of headers. */
function stringToSign({ accessKey, timestamp, nonceStr, accessSecret }) {
  return accessKey + timestamp + nonceStr + accessSecret;
}

function currentTimestamp(unit = "seconds") {
  if (!Object.hasOwn(MILLISECONDS, unit)) throw new TypeError('timestampUnit must be "seconds" or "milliseconds"');
  return String(Math.floor(Date.now() / MILLISECONDS[unit]));
}

function bodyBytes(body) {
  if (typeof body === "string") return encoder.encode(requireText("body", body));
  // Not instanceof: a Uint8Array of another realm, as some test runners make them, is one too.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(`body must be the raw body, before JSON.parse: a string or Uint8Array, not ${kind(body)}`);
}
