/**
 * Signatures alone: small, synchronous, no client.
 *
 * @module pandapon/sign
 */

/** Who signs. Both are handed out by the platform's console; they differ from the account's login. */
export interface Credentials {
  /** The access key: 32 lower-case hexadecimal digits. */
  accessKey: string;
  /** The access secret. It is never sent, and stands in no error message. */
  accessSecret: string;
}

/** The parts of a string to sign. */
export interface SignOptions extends Credentials {
  /** UTC epoch as it is sent: 10 digits in seconds or 13 in milliseconds; at most 600 s from the server's clock. */
  timestamp: string | number | bigint;
  /** The header `nonce-str` as it is sent. */
  nonceStr: string;
}

/** What `signHeaders` needs; time and nonce are made where they are not given. */
export interface SignHeadersOptions extends Credentials {
  /** The sub-account that the call acts for. It takes no part in the signature. */
  userId: string | number | bigint;
  /** UTC epoch as it is to be sent; by default the runtime's clock. */
  timestamp?: string | number | bigint;
  /** The unit of the default timestamp; by default `"seconds"`. */
  timestampUnit?: "seconds" | "milliseconds";
  /** By default 32 characters of A-Z a-z 0-9 from `crypto.getRandomValues`. */
  nonceStr?: string;
}

/** The five system headers of a request. A type alias, not an interface: only so does `fetch` take it for headers. */
export type SignedHeaders = {
  "access-key": string;
  timestamp: string;
  "nonce-str": string;
  "user-id": string;
  /** 32 upper-case hexadecimal digits. */
  signature: string;
};

/** How a signature came about. */
export interface SignatureExplanation {
  /** The exact string to sign, but for the access secret, which shows as `********`. */
  stringToSign: string;
  signature: string;
  /** The parts in the order in which they are signed, the access secret masked. */
  fields: { accessKey: string; timestamp: string; nonceStr: string; accessSecret: string };
}

/** A push message as it arrived. */
export interface CallbackOptions extends Credentials {
  /** The raw body, before any parsing. */
  body: string | Uint8Array;
  /** The header `Authorization`; `undefined` or `null` if there was none. */
  authorization: string | null | undefined;
}

/**
 * The header `signature` of a request: MD5 over `accessKey + timestamp + nonceStr + accessSecret` in UTF-8, as 32
 * upper-case hexadecimal digits. Path, query, body and user-id take no part.
 *
 * @throws {TypeError} if a part is missing or no well-formed text
 */
export function sign(options: SignOptions): string;

/**
 * The five system headers of a request, signed, with a fresh nonce and the current time.
 *
 * @throws {TypeError} if a part is missing, no well-formed text, or no visible ASCII where it goes into a header
 */
export function signHeaders(options: SignHeadersOptions): SignedHeaders;

/**
 * The string to sign, the signature and the parts, to compare with what another program signs.
 *
 * @throws {TypeError} if a part is missing or no well-formed text
 */
export function explainSignature(options: SignOptions): SignatureExplanation;

/**
 * Whether a push message comes from the platform: whether its `Authorization` is the HMAC-SHA256, in hexadecimal of
 * either letter case, with the access secret as the key over the access key and the raw body. Constant time.
 * (That the access key precedes the body is inferred from the sister platforms' documentation.)
 *
 * @throws {TypeError} if a key is missing, or if the body is neither a string nor bytes
 */
export function verifyCallback(options: CallbackOptions): boolean;

/**
 * Compiles the wasm asynchronously. Needed once, before the first call, only where compiling it synchronously is
 * forbidden: on the main thread of Chrome before version 115. Elsewhere it may be left out.
 */
export function init(): Promise<void>;
