/**
 * Signatures without the client: small and synchronous.
 *
 * @module pandapon/sign
 */

/** The keys of an account, from the platform's console. They are not the account's login. */
export interface Credentials {
  /** The access key: 32 lower-case hexadecimal digits. */
  accessKey: string;
  /** The access secret. It is never sent, and appears in no error message. */
  accessSecret: string;
}

/** The fields of a string to sign. */
export interface SignOptions extends Credentials {
  /** Unix time as it is sent: 10 digits in seconds or 13 in milliseconds; at most 600 s from the server's clock. */
  timestamp: string | number | bigint;
  /** The header `nonce-str` as it is sent. */
  nonceStr: string;
}

/** Options of {@link signHeaders}. */
export interface SignHeadersOptions extends Credentials {
  /** The sub-account that the call acts for. The signature does not cover it. */
  userId: string | number | bigint;
  /** Unix time as it is sent; by default the runtime's clock. */
  timestamp?: string | number | bigint;
  /** The unit of the default timestamp; by default `"seconds"`. */
  timestampUnit?: "seconds" | "milliseconds";
  /** By default 32 characters of A-Z a-z 0-9 from `crypto.getRandomValues`. */
  nonceStr?: string;
}

/** The five headers that sign a request. A type alias, not an interface: otherwise `fetch` would not accept it as headers. */
export type SignedHeaders = {
  "access-key": string;
  timestamp: string;
  "nonce-str": string;
  "user-id": string;
  /** 32 upper-case hexadecimal digits. */
  signature: string;
};

/** A signature and what it covers. */
export interface SignatureExplanation {
  /** The exact string to sign, with the access secret replaced by `********`. */
  stringToSign: string;
  signature: string;
  /** The fields in the order in which they are signed, with the access secret masked. */
  fields: { accessKey: string; timestamp: string; nonceStr: string; accessSecret: string };
}

/** A push message as it was received. */
export interface CallbackOptions extends Credentials {
  /** The raw body, before any parsing. */
  body: string | Uint8Array;
  /** The header `Authorization`; `undefined` or `null` if there was none. */
  authorization: string | null | undefined;
}

/**
 * Returns the header `signature` of a request: MD5 over `accessKey + timestamp + nonceStr + accessSecret` in UTF-8, as 32
 * upper-case hexadecimal digits. It does not cover path, query, body and user-id.
 *
 * @throws {TypeError} if a field is missing or not well-formed text
 */
export function sign(options: SignOptions): string;

/**
 * Returns the five headers that sign a request, by default with a new nonce and the current time.
 *
 * @throws {TypeError} if a field is missing, not well-formed text, or not visible ASCII where it is sent in a header
 */
export function signHeaders(options: SignHeadersOptions): SignedHeaders;

/**
 * Returns the string to sign, the signature and the fields, to compare with those of another program.
 *
 * @throws {TypeError} if a field is missing or not well-formed text
 */
export function explainSignature(options: SignOptions): SignatureExplanation;

/**
 * Returns whether a push message comes from the platform: whether its `Authorization` is the HMAC-SHA256, in hexadecimal of
 * either letter case, with the access secret as the key, over the access key and the raw body. Takes constant time.
 * (That the access key precedes the body is inferred from the sister platforms' documentation.)
 *
 * @throws {TypeError} if a key is missing, or if the body is neither a string nor bytes
 */
export function verifyCallback(options: CallbackOptions): boolean;

/**
 * Compiles the wasm asynchronously. Only needed where compiling it synchronously is forbidden, once, before the first call: on
 * the main thread of Chrome before version 115.
 */
export function init(): Promise<void>;
