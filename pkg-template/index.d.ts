/**
 * The client: every endpoint of the platform as a method, errors, paging, money.
 *
 * @module pandapon
 */
import type { Endpoints, events, Methods } from "./endpoints.js";

// `Endpoints`, `Methods`, and a namespace of types for each group of endpoints, such as `alibaba.refund`.
export type * from "./endpoints.js";

/**
 * An id as input. Ids of the platform are 64 bits wide: pass them as strings or bigints. A number beyond 2^53-1 was already
 * rounded by JavaScript, and is refused. In responses ids are always strings.
 */
export type IdInput = string | bigint | number;

/**
 * A word that a type does not list. The platform's sets of words are open: it may answer with new ones, or with words that no
 * document shows. A comparison with a word that is neither listed nor from such a type does not compile, so that a misspelt
 * one is noticed. {@link unlisted} makes one.
 */
declare enum Unlisted {
  /** Stands for all of them. */
  word = "a word that is not listed",
}

export type { Unlisted };

/** Any JSON. Numbers that JavaScript cannot hold exactly are strings. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** The name of an endpoint, such as `"alibaba.refund.create"`. */
export type EndpointName = keyof Endpoints;

/** The params of an endpoint, by its name. */
export type Params<Name extends EndpointName> = Endpoints[Name]["params"];

/** The result of an endpoint, by its name: the `data` of a successful response. */
export type Result<Name extends EndpointName> = Endpoints[Name]["result"];

/**
 * Whether a call is retried: `"read"` changes nothing; `"idempotent"` has the same outcome when it is repeated; `"once"`
 * creates, pays or submits, and is never retried.
 *
 * Some runtimes resend a request themselves when a reused connection breaks. Node does not, and in Bun and Deno `"once"` calls
 * use a new connection each. Cloudflare Workers resend GET requests (such as `alibaba.order.payUrl` and
 * `taobao.refund.cancel`), and browsers POST requests as well; this cannot be turned off. There, read the order or refund before
 * you rely on such a call, or make it through a server: a proxy recognises a repeated call.
 */
export type Safety = "read" | "idempotent" | "once";

/**
 * How an endpoint's path is known: it is on a vendor page (`"documented"`), was seen in a public client of the
 * API (`"client"`), was derived from the vendor's other generation (`"derived"`), or is not public (`"unrouted"`): then
 * the option `routes` must name it.
 */
export type Provenance = "documented" | "client" | "derived" | "unrouted";

/** The generation of an endpoint: 1, 2 (mapped ids), or Xport KA. */
export type Generation = "v1" | "v2" | "ka";

/** An endpoint of the catalogue. */
export interface Endpoint {
  /** Its name, such as `"alibaba.refund.create"`. */
  readonly name: EndpointName;
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The path, with placeholders such as `{refundId}`; `null` if it is not public. */
  readonly path: string | null;
  /** Whether it may be retried. */
  readonly safety: Safety;
  /** How its path is known. */
  readonly provenance: Provenance;
  /** The generation that it belongs to. */
  readonly generation: Generation;
  /** The title of its page in the vendor's documentation. */
  readonly title: string;
  /** How the outcome of a call is looked up whose answer is lost; `null` for calls that may be retried. */
  readonly outcome: Outcome | null;
}

/**
 * How the outcome of a `once` call is looked up whose answer is lost. Inferred from the documentation of both platforms; nobody
 * has measured how long the platform's lists lag.
 */
export interface Outcome {
  /**
   * What shows whether the call arrived: your own text in the record that it made (`"mark"`), the state of the record that
   * it changes (`"state"`), a new record that another one names (`"part"`), a quantity, which does not tell one call from
   * another (`"converge"`), or `"nothing"` that can be read.
   */
  readonly evidence: "mark" | "state" | "part" | "converge" | "nothing";
  /** The endpoint that shows it. */
  readonly lookUp: EndpointName | null;
  /**
   * What the same call does when it is sent again: it makes a second record (`"creates"`), adds to the first (`"adds"`), is
   * refused or changes nothing (`"guarded"`), does no harm (`"harmless"`), or nobody knows (`"unknown"`).
   */
  readonly repetition: "creates" | "adds" | "guarded" | "harmless" | "unknown";
}

/** Every endpoint, in the order of the groups. */
export declare const endpoints: readonly Endpoint[];

/** The fields that a signature covers, apart from the secret. */
export interface Unsigned {
  /** The access key. */
  accessKey: string;
  /** Unix time as it is sent, in seconds or milliseconds. */
  timestamp: string;
  /** The nonce: 32 characters of A-Z a-z 0-9. */
  nonceStr: string;
}

/** Options of every client. */
export interface CommonOptions {
  /**
   * The access key, 32 lower-case hexadecimal digits, from the platform's console. By default `PANDAPON_ACCESS_KEY` of the
   * environment.
   */
  accessKey?: string | undefined;
  /** The sub-account that calls act for. By default `PANDAPON_USER_ID` of the environment. */
  userId?: IdInput | undefined;
  /**
   * Base URL of the platform. By default `PANDAPON_BASE_URL` of the environment, or else `https://api.pandapon.com`; Xport is at `https://www.xportcn.com/api`. There is no
   * test host: to try things out, use `pandapon/sandbox`.
   */
  baseUrl?: string | undefined;
  /**
   * Replaces the runtime's own `fetch`: by a proxy, a test double, or the sandbox. When it fails, the request counts as sent
   * whatever the error's `code` is: an earlier try of a `fetch` that retries may have arrived.
   */
  fetch?: Fetch | undefined;
  /** Maximum duration of each attempt, including reading the response, in milliseconds. By default 30000. */
  timeout?: number | undefined;
  /** Maximum number of retries for calls that are safe to retry. By default 2. */
  maxRetries?: number | undefined;
  /**
   * Maximum size of a response in bytes, after decompression. By default 16777216 (16 MiB). Reading a larger one stops with a
   * {@link DecodeError}. The limit is this package's own; none of the platform is known.
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum size of a request in bytes of JSON, at most 268435456. By default 16777216 (16 MiB). A larger one is a
   * {@link ValidationError}, and nothing is sent.
   */
  maxRequestBytes?: number | undefined;
  /** Headers of every call. The five that sign a request cannot be set. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Routes of endpoints whose path is not public. They also override derived ones. */
  routes?: Routes | undefined;
  /** Unit of timestamps. By default `"seconds"`. */
  timestampUnit?: "seconds" | "milliseconds" | undefined;
  /**
   * Whether to send params that an endpoint is not known to take, instead of refusing them. The vendor adds some before
   * documenting them.
   */
  allowUnknown?: boolean | undefined;
  /**
   * Whether to send values that only this package refuses, and not the platform as far as its documentation says: an order
   * without goods, a quantity of 0, a payment without an order. Such issues are `unlikely`.
   */
  allowUnlikely?: boolean | undefined;
  /** Receives log messages: requests and responses (`debug`), retries (`warn`), hook failures (`error`). `console` works. */
  logger?: Logger | undefined;
  /**
   * Awaited before each attempt, before the request is signed: to record that money may move, or to wait for a place in a queue.
   * If it throws or rejects, or takes longer than `timeout`, the request is not sent, and the call rejects with a
   * {@link ConnectionError} whose `cause` is that error. Its `sent` is `false`, unless an earlier attempt may have arrived.
   */
  beforeSend?: ((event: BeforeSendEvent) => unknown) | undefined;
  /** Called with each request. Errors that it throws do not affect the call. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called with each response. Errors that it throws do not affect the call. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called before each retry. Errors that it throws do not affect the call. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Called once with the end of each call, even of one that sent nothing. Errors that it throws do not affect the call. */
  onEnd?: ((event: EndEvent) => void) | undefined;
  /**
   * Allows an `accessSecret` in a web page, where everybody who opens the page can read it and order with your money. Only for
   * pages that nobody else can open. By default such a client is refused. Browsers may send a request twice when a connection
   * breaks, even one of a call that must be made once: see {@link Safety}.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of a client that signs with an access secret. */
export interface SecretOptions extends CommonOptions {
  /**
   * The access secret. It is never sent, and appears in no error, event or log. By default `PANDAPON_ACCESS_SECRET` of the
   * environment.
   */
  accessSecret?: string | undefined;
  /**
   * Returns the string to sign, in case the platform's rule (`accessKey + timestamp + nonceStr + accessSecret`) is different
   * for you.
   */
  stringToSign?: ((parts: Unsigned & { accessSecret: string }) => string) | undefined;
  /** Not together with `accessSecret`. */
  signer?: undefined;
}

/** Options of a client that signs with a function. */
export interface SignerOptions extends CommonOptions {
  /**
   * Returns the signature, or a promise of it: 32 upper-case hexadecimal digits. It is called for each attempt, and may ask a
   * server that holds the secret.
   */
  signer: (parts: Unsigned) => string | PromiseLike<string>;
  /** Not together with `signer`. */
  accessSecret?: undefined;
  /** Not together with `signer`, which makes its own string to sign. */
  stringToSign?: undefined;
}

/**
 * Options of a client in a web page whose calls go through your server, where `createProxy` of `pandapon/proxy` signs them.
 * Params are validated in the page as well.
 */
export interface ProxiedOptions extends Omit<CommonOptions, "accessKey" | "userId"> {
  /** Sends calls to the proxy by name and unsigned. */
  signer: "proxy";
  /** Base URL of the proxy, or a path on the page's own host such as `/api`. */
  baseUrl: string;
  /** The sub-account to ask for. The proxy decides whether to allow it; by default it chooses one. */
  userId?: IdInput | undefined;
  /** Headers for the proxy, such as a token. They do not reach the platform. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** A page has none. */
  accessKey?: undefined;
  /** A page has none. */
  accessSecret?: undefined;
  /** The proxy signs. */
  stringToSign?: undefined;
}

/**
 * Options of a client. Exactly one of `accessSecret` and `signer` is required.
 *
 * Where `accessKey`, `accessSecret`, `userId` or `baseUrl` is missing, Node, Deno (with `--allow-env`), Bun and Workers read it
 * from the environment. Unknown options are refused.
 */
export type ClientOptions = SecretOptions | SignerOptions | ProxiedOptions;

/** Routes by endpoint, such as `{ "alibaba.refund.reasons": "POST /…" }`, with placeholders such as `{refundId}`. */
export type Routes = { readonly [Name in EndpointName]?: `GET /${string}` | `POST /${string}` | undefined };

/** The second argument of a custom `fetch`. */
export interface FetchInit {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** Headers with names in lower case, including the signature. */
  headers: Record<string, string>;
  /** JSON. */
  body?: string;
  /** A redirect could send signed headers to another host, or an order twice. */
  redirect: "manual";
  /**
   * `false` for a call that must be made once: send it on a new connection, or your runtime may resend it when a reused
   * connection breaks. Bun's `fetch` respects this member. In Deno, pass its `fetch` a
   * `client: Deno.createHttpClient({ poolMaxIdlePerHost: 0, http2: false })` with such a request. Without a custom `fetch` the
   * client does this for you.
   */
  keepalive?: false;
  /** An `AbortSignal` that fires on a timeout and when the call is aborted. (Its type differs between runtimes.) */
  signal: any;
}

/**
 * The result of a custom `fetch`: a `Response`, or any object with status, headers and one of two methods for the body. A
 * `body` with `getReader()`, like that of a `Response`, takes precedence and is read up to `maxResponseBytes`.
 */
export type FetchResponse = {
  /** HTTP status. */
  readonly status: number;
  /** `Headers`, a `Map` or a plain object. */
  readonly headers: object;
} & ({ arrayBuffer(): PromiseLike<ArrayBuffer> } | { text(): PromiseLike<string> });

/** A function that sends requests, such as `fetch`. */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** An `AbortSignal`, or any object of its shape. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** The reason: the `cause` of the {@link AbortError} with which the call rejects. */
  readonly reason?: any;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Receives log messages. They contain no secret and no personal data of an order. */
export interface Logger {
  debug?(message: string, ...details: unknown[]): void;
  info?(message: string, ...details: unknown[]): void;
  warn?(message: string, ...details: unknown[]): void;
  error?(message: string, ...details: unknown[]): void;
}

/** What every event of a call has. */
export interface CallIdentity {
  /** The same for all events of a call, and different for each call. */
  readonly callId: string;
  /** The endpoint, or method and path of `request()`; `null` if the call has no usable name. */
  readonly endpoint: string | null;
  /** Whether the call may be repeated; `null` if its endpoint is unknown. */
  readonly safety: Safety | null;
  /** The time of the event, in milliseconds since 1970. */
  readonly time: number;
}

/** An event of an attempt. The signature is masked. */
export interface CallEvent extends CallIdentity {
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The whole URL, without a signature. */
  readonly url: string;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
}

/** An attempt that is about to begin. */
export interface BeforeSendEvent extends CallEvent {
  /** JSON. Missing for GET. */
  readonly body?: string;
}

/** A request that is about to be sent. */
export interface RequestEvent extends CallEvent {
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. Missing for GET. */
  readonly body?: string;
}

/** A response that has arrived. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Time since the request, in milliseconds. */
  readonly duration: number;
}

/** A retry that is about to happen. */
export interface RetryEvent extends CallEvent {
  /** The failure of the last attempt. Missing if there was a response, such as HTTP 503. */
  readonly error?: string;
  /** The name of the error's class. Missing like `error`. */
  readonly errorName?: "ConnectionError" | "TimeoutError";
  /** Delay before the next attempt, in milliseconds. */
  readonly pause: number;
  /** Duration of the attempt that failed, in milliseconds. */
  readonly duration: number;
}

/** The end of a call. */
export interface EndEvent extends CallIdentity {
  /**
   * `"success"`; `"refused"` by the platform (an {@link ApiError} of any `kind` but `"gateway"`) or by a proxy; `"aborted"` by the
   * caller; `"failed"` in any other way.
   */
  readonly outcome: "success" | "refused" | "aborted" | "failed";
  /** Whether the request may have reached the platform. */
  readonly sent: boolean;
  /** Number of requests that were sent, with retries. */
  readonly attempts: number;
  /** Time since the call began, in milliseconds, with signing, pauses and retries. */
  readonly duration: number;
  /** HTTP status of the response that counts, if there was one. */
  readonly status?: number;
  /** The platform's id of the request, if it stated one. */
  readonly requestId?: string | null;
  /** What the call rejects with. Missing after a success. */
  readonly error?: unknown;
}

/** Options of a call. They override those of the client. */
export interface CallOptions {
  /** Aborts the call, which then rejects with an {@link AbortError}. A request that was sent may still reach the platform. */
  signal?: AbortSignalLike | null | undefined;
  /** Maximum duration of each attempt, in milliseconds. */
  timeout?: number | undefined;
  /** Maximum number of retries, if the call is safe to retry. */
  maxRetries?: number | undefined;
  /** Additional headers, which override those of the client. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** The sub-account that the call acts for. */
  userId?: IdInput | undefined;
  /** Whether to send params that the endpoint is not known to take. */
  allowUnknown?: boolean | undefined;
  /** Whether to send values that only this package refuses. */
  allowUnlikely?: boolean | undefined;
}

/** A promise of the data of a call. */
export interface Call<Data> extends Promise<Data> {
  /** Returns the whole response: the data and its envelope. */
  withResponse(): Promise<Reply<Data>>;
}

/** A successful response: the data and its envelope. */
export interface Reply<Data> {
  /** The data. */
  data: Data;
  /** The platform's id of the request, to quote to its support. */
  requestId: string | null;
  /** The platform's code: 200. */
  code: number;
  /** The platform's message. */
  msg: string | null;
  /** The developer's id. */
  developId: string | null;
  /** HTTP status. */
  status: number;
  /** HTTP headers, with names in lower case. */
  headers: Record<string, string>;
}

/** A request to any path. */
export interface RawRequest {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** The path, which begins with a slash; it may include a query. */
  path: string;
  /** Query parameters. */
  query?: { readonly [name: string]: unknown } | undefined;
  /** The body, sent as JSON. Not with GET. */
  body?: unknown;
  /** Whether the request may be retried. By default `"once"`: never. */
  safety?: Safety | undefined;
}

/** A signed request, to be sent by other means. */
export interface BuiltRequest {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** The whole URL. */
  url: string;
  /** The headers, including the signature: do not log them. */
  headers: Record<string, string>;
  /** JSON; `null` for GET. */
  body: string | null;
}

/** Parts of a request that are otherwise new for each one. */
export interface FixedParts {
  /** Unix time in the client's `timestampUnit`. By default the current time. */
  timestamp?: IdInput | undefined;
  /** The nonce. By default 32 random characters. */
  nonceStr?: string | undefined;
}

/** The arguments after an endpoint's name: params are optional if none of them is required. */
type Rest<Name extends EndpointName, Options> =
  {} extends Params<Name> ? [params?: Params<Name>, options?: Options] : [params: Params<Name>, options?: Options];

/**
 * A client for PandaPon OpenAPI: a method for each endpoint, such as `client.alibaba.refund.create(params, options)`.
 *
 * Params are validated before anything is sent; every request is signed; ids in responses are strings without loss of digits.
 * Calls that read, or that are idempotent, are retried after a failure of the network or the platform. Calls that create, pay
 * or submit never are.
 *
 * @example
 * const client = new Client({ accessKey, accessSecret, userId });
 * const { refundId } = await client.alibaba.refund.create({ orderId: "3305075341149134260", … });
 */
export declare class Client {
  /**
   * @throws {ConfigError} if an option is missing or invalid
   * @throws {RouteError} if one of the `routes` is invalid
   */
  constructor(options?: ClientOptions);

  /**
   * Calls an endpoint by its name.
   *
   * Rejects with a {@link ValidationError}, {@link ApiError}, {@link ConnectionError}, {@link TimeoutError},
   * {@link DecodeError}, {@link RouteError}, {@link ConfigError}, {@link SignatureError}, {@link ProxyError} or
   * {@link AbortError}.
   */
  call<Name extends EndpointName>(name: Name, ...rest: Rest<Name, CallOptions>): Call<Result<Name>>;

  /**
   * Calls any path, signed, and decodes the response without loss: numbers that JavaScript cannot hold become strings. Rejects
   * like {@link Client.call}. Not available through a proxy.
   */
  request<Data = unknown>(request: RawRequest, options?: CallOptions): Call<Data>;

  /**
   * Returns the request of a call, and sends nothing. Needs an `accessSecret`.
   *
   * @throws {ValidationError} if the params are invalid
   * @throws {RouteError} if the endpoint has no path
   * @throws {ConfigError} if the client has a `signer`
   */
  buildRequest<Name extends EndpointName>(name: Name, ...rest: Rest<Name, FixedParts>): BuiltRequest;

  /**
   * Returns whether calls can be sent of an endpoint, or of every endpoint that a pattern such as `"alibaba.*"` matches: not if
   * their path is not public and missing in `routes`. `false` if there is no such endpoint.
   */
  hasRoute(name: EndpointName | "*" | `${string}.*`): boolean;

  /**
   * Returns the same client for another sub-account.
   *
   * @throws {ConfigError} if it is not an id
   */
  withUser(userId: IdInput): Client;
}

export interface Client extends Methods {}

/**
 * The base class of all errors of this package.
 *
 * `instanceof` also recognises errors of another copy of the package, such as that of `require` beside that of `import`, and
 * errors behind a `Proxy`. `structuredClone` and `postMessage` make a plain `Error` of any error and lose its members: hand on
 * `error.toJSON()` instead.
 */
export declare class PandaponError extends Error {
  /** For tests: the client creates its errors itself. */
  constructor(failure: { name: string; message: string; sent: boolean; cause?: unknown });
  /**
   * Whether the request may have reached the platform. After a doubtful failure of a call that creates, pays or
   * submits, look up its outcome before repeating it.
   */
  readonly sent: boolean;
  /** The endpoint of the call, or method and path of `request()`; `null` for an error outside of calls. */
  readonly endpoint: string | null;
  /** Whether the call may be repeated; `null` if its endpoint is unknown, and for an error outside of calls. */
  readonly safety: Safety | null;
  /** Number of requests that were sent, with retries. */
  readonly attempts: number;
  /**
   * What caused the failure: what `fetch`, `signer` or `beforeSend` threw, or the `reason` of the caller's signal. An error that
   * contains the signature of the request is replaced.
   */
  readonly cause?: unknown;
  /** Returns the name, message and members of the error, and name, message and code of its `cause`. `JSON.stringify` writes them. */
  toJSON(): ErrorRecord;
}

/** An error as a plain object, for logs and other threads. */
export interface ErrorRecord {
  /** The class. */
  name: string;
  /** The message. */
  message: string;
  /** As in {@link PandaponError}. */
  sent: boolean;
  /** As in {@link PandaponError}. */
  endpoint: string | null;
  /** As in {@link PandaponError}. */
  safety: Safety | null;
  /** As in {@link PandaponError}. */
  attempts: number;
  /** Name, message and code of the cause, if it is an error. */
  cause?: unknown;
  /** The members of the class, such as `code` or `issues`. */
  [member: string]: unknown;
}

/**
 * Returns whether a call that failed with this error may have reached the platform: `true` unless it is certain that nothing was
 * sent, and so `true` for errors of other packages.
 */
export declare function mayHaveArrived(error: unknown): boolean;

/** A problem with a param. */
export interface Issue {
  /** The param, such as `orderEntryCountList[0].count`; empty for all params. Names beyond 64 characters are cut. */
  readonly path: string;
  /**
   * The kind of issue; where zod has a code for the same, it is that one.
   *
   * - `missing`, `empty`: required
   * - `unknown`: the endpoint has no param of this name
   * - `type`: of another type, or a string of another form
   * - `too_small`, `too_big`: beyond `limit`
   * - `invalid_option`: not one of `allowed`
   * - `constraint`: a rule across params does not hold
   * - `unsafe_number`: a number beyond 2^53-1, which JavaScript has rounded
   * - `too_deep`: nested deeper than `limit` levels
   * - `cyclic`, `unreadable`: an object that contains itself; a getter that threw
   * - `more`: the last one where there are more than 100; `got` is the number of the others
   */
  readonly code:
    | "missing"
    | "empty"
    | "unknown"
    | "type"
    | "too_small"
    | "too_big"
    | "invalid_option"
    | "constraint"
    | "unsafe_number"
    | "too_deep"
    | "cyclic"
    | "unreadable"
    | "more"
    | (string & {});
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
  /** The minimum or maximum. */
  readonly limit?: number;
  /** What was given, in the same unit. */
  readonly got?: number;
  /** What `limit` and `got` count; without it, the value of a number. */
  readonly unit?: "characters" | "items" | "bytes" | "levels" | (string & {});
  /** The values that are accepted. */
  readonly allowed?: readonly string[];
  /** The type or form that is expected, with `type`. Missing for values that no request can carry. */
  readonly expected?:
    | "id"
    | "string"
    | "integer"
    | "fen"
    | "yuan"
    | "number"
    | "boolean"
    | "array"
    | "object"
    | "bytes"
    | "telephone"
    | "time"
    | (string & {});
  /** The name of the rule across params, with `constraint`. */
  readonly rule?: "return_needs_goods" | "counts_need_return_in_sale" | (string & {});
  /** The param that may be there instead, with `missing`. */
  readonly or?: string;
  /** `true` if only this package refuses the value: the option `allowUnlikely` sends it anyway. */
  readonly unlikely?: true;
}

/** The params are invalid. Nothing was sent. */
export declare class ValidationError extends PandaponError {
  /** For tests: the client creates its errors itself. */
  constructor(failure: { name: "ValidationError"; message: string; sent: boolean; issues: readonly Issue[] });
  readonly name: "ValidationError";
  /** All problems: up to 100 issues, then one with the code `more`. */
  readonly issues: readonly Issue[];
}

/** The platform refused the request, or a gateway failed: see `kind`. No table of the platform's codes is public. */
export declare class ApiError extends PandaponError {
  /** For tests: the client creates its errors itself. */
  constructor(
    failure: Pick<
      ApiError,
      "name" | "message" | "sent" | "kind" | "code" | "msg" | "requestId" | "developId" | "status"
    > &
      Partial<Pick<ApiError, "headers">>,
  );
  readonly name: "ApiError";
  /**
   * Who failed the request, and why:
   *
   * - `"authentication"`: the platform's envelope reports a failure with the code or the HTTP status 401 or 403. The keys, the
   *   signature or the right to call were not accepted.
   * - `"rateLimit"`: HTTP 429, from the platform or a gateway, or that code in the envelope.
   * - `"refusal"`: the platform's envelope reports any other failure.
   * - `"gateway"`: any other HTTP error without the platform's envelope, or with one that reports success. HTTP 408 and 5xx are a
   *   gateway's, too, where the envelope has no `requestId` or its code repeats the status. After HTTP 408 and 5xx of a gateway the
   *   outcome is unknown: the request may have taken effect.
   *
   * No table of the platform's codes is public. That 401, 403 and 429 in an envelope mean what they mean in HTTP is inferred.
   */
  readonly kind: "refusal" | "authentication" | "rateLimit" | "gateway";
  /** The platform's code; `null` if the response was not the platform's. */
  readonly code: number | null;
  /** The platform's message, or the reason of a gateway, such as the title of its page, cut to 200 characters. */
  readonly msg: string | null;
  /** The platform's id of the request, to quote to its support. */
  readonly requestId: string | null;
  /** The developer's id. */
  readonly developId: string | null;
  /** HTTP status. */
  readonly status: number;
  /** HTTP headers, with names in lower case; empty behind a proxy. They are not enumerable, so that logs leave them out. */
  readonly headers: Readonly<Record<string, string>>;
}

/** There was no response, or `beforeSend` let nothing leave. `sent` tells whether the request may have reached the platform. */
export declare class ConnectionError extends PandaponError {
  readonly name: "ConnectionError";
}

/** There was no response in time. The request may have reached the platform. */
export declare class TimeoutError extends PandaponError {
  readonly name: "TimeoutError";
}

/** The caller's signal fired. `sent` tells whether the request may have reached the platform. */
export declare class AbortError extends PandaponError {
  readonly name: "AbortError";
  /** The signal's `reason`. */
  readonly cause?: unknown;
}

/** A response cannot be read, or is larger than `maxResponseBytes`. The request may have taken effect. */
export declare class DecodeError extends PandaponError {
  /** For tests: the client creates its errors itself. */
  constructor(failure: Pick<DecodeError, "name" | "message" | "sent" | "requestId" | "status">);
  readonly name: "DecodeError";
  /** The platform's id of the request, to quote to its support. Missing if the records of a page could not be found. */
  readonly requestId?: string | null;
  /** HTTP status. Missing like `requestId`. */
  readonly status?: number;
}

/** The endpoint is unknown, its path is not public, or one of the `routes` is invalid. Nothing was sent. */
export declare class RouteError extends PandaponError {
  readonly name: "RouteError";
}

/** An option is missing or invalid. Nothing was sent. */
export declare class ConfigError extends PandaponError {
  readonly name: "ConfigError";
}

/** A signature is invalid, or could not be made. Nothing was sent. */
export declare class SignatureError extends PandaponError {
  readonly name: "SignatureError";
}

/**
 * The reason for which a proxy refused a call, with its HTTP status. These codes are stable; there may be more.
 *
 * - `cross_site` 403: a page of another site. `unknown_origin` 403: not one of the proxy's `origins`, or a page over plain HTTP.
 *   `unknown_host` 421: not one of its `hosts`
 * - `endpoint_not_allowed` 403, `unknown_endpoint` 404, `method_not_allowed` 405
 * - `unauthenticated` 401, `forbidden` 403: by `authorize`. `wrong_user` 403: the page asked for another sub-account
 * - `unsupported_media_type` 415, `invalid_call_id` 400, `invalid_header` 400, `invalid_body` 400, `body_too_large` 413,
 *   `body_timeout` 408
 * - `duplicate_call` 409: the same call was already received, and was not repeated
 * - `too_many_calls` 429, `overloaded` 503
 * - `authorization_failed` 500, `authorization_timeout` 503, `internal_error` 500: failures of the server
 * - `body_consumed` 500: a body parser of the server read the request before `nodeListener`, and kept no bytes
 * - `client_gone` 499: the page closed the connection; only `audit` receives it
 */
export type ProxyErrorCode =
  | "authorization_failed"
  | "authorization_timeout"
  | "body_consumed"
  | "body_timeout"
  | "body_too_large"
  | "client_gone"
  | "cross_site"
  | "duplicate_call"
  | "endpoint_not_allowed"
  | "forbidden"
  | "internal_error"
  | "invalid_body"
  | "invalid_call_id"
  | "invalid_header"
  | "method_not_allowed"
  | "overloaded"
  | "too_many_calls"
  | "unauthenticated"
  | "unknown_endpoint"
  | "unknown_host"
  | "unknown_origin"
  | "unsupported_media_type"
  | "wrong_user"
  | (string & {});

/**
 * The proxy refused the call. `sent` is `false`, unless an earlier request of the same call may have reached the platform
 * (`duplicate_call`, and any other refusal of a repetition), or the proxy itself failed (`internal_error`).
 */
export declare class ProxyError extends PandaponError {
  /** For tests: the client creates its errors itself. */
  constructor(failure: Pick<ProxyError, "name" | "message" | "sent" | "status"> & Partial<Pick<ProxyError, "code">>);
  readonly name: "ProxyError";
  /** HTTP status. */
  readonly status: number;
  /** The reason, for programs. `undefined` from a proxy of an older version. */
  readonly code: ProxyErrorCode | undefined;
}

/** The declared members, without the index signature for unknown ones. */
type Named<Members> = { [Name in keyof Members as string extends Name ? never : Name]: Members[Name] };
type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never;
type Lists<Page> = { [Name in keyof Page]-?: ItemOf<Page[Name]> }[keyof Page];
type OrUnknown<Item> = [Item] extends [never] ? unknown : Item;

/** A record of a page. `unknown` where the vendor's documentation does not show it. */
export type RecordOf<Page> = unknown extends Page
  ? unknown
  : NonNullable<Page> extends readonly (infer Item)[]
    ? Item
    : OrUnknown<Lists<Named<NonNullable<Page>>>>;

/** A method of a paginated endpoint: its params have a `beginPage`, a `pageNo` or a `page`. */
export type PagedMethod<Method extends AnyMethod> =
  Extract<keyof Named<NonNullable<Parameters<Method>[0]>>, "beginPage" | "pageNo" | "page"> extends never
    ? never
    : Method;
type AnyMethod = (params: any, options?: CallOptions) => Call<any>;

/**
 * Iterates over the records of a paginated endpoint, in their order.
 *
 *     for await (const order of paginate(client.alibaba.order.list, { orderStatus: "waitsellersend" })) …
 *
 * Each page is requested once the records of the last one are used up, starting with the first page or the one in `params`.
 * Iteration ends by the totals of the response; where the vendor states none, with the first page that is empty or repeats the
 * records of an earlier one. Repeated records are left out.
 *
 * @param method a method with `pageSize` and one of `beginPage`, `pageNo` and `page` among its params
 * @param args params and options of each call; a signal that fires also ends the iteration, with its reason
 * @throws {ConfigError} at once, if the endpoint is not paginated, or the page in `params` is not a whole number of at least 1
 * @throws {DecodeError} while iterating, if the list of records cannot be found in a response
 */
export declare function paginate<Method extends AnyMethod>(
  method: PagedMethod<Method>,
  ...args: Parameters<Method>
): AsyncGenerator<RecordOf<Awaited<ReturnType<Method>>>, void, undefined>;

type NameOf<Value> = Value extends readonly unknown[] ? number : keyof Value & string;
/** A name of a member, or an index of a list. */
type Step<Value> = NameOf<NonNullable<Value>>;
type At<Value, Name> = NonNullable<Value>[Name & keyof NonNullable<Value>];

/**
 * Returns a member of an answer that this program cannot do without, such as `need(order, "baseInfo", "idOfStr")` or
 * `need(previews, "orderPreviewResuslt", 0, "sumPayment")`. Most members of answers may be missing: few of the platform's pages
 * say which of them always come.
 *
 * @param value what a method returned, or a record of `paginate`: then the error names the endpoint. Or a part of it
 * @param path the names of members and the indexes of items, from the outside in
 * @throws {DecodeError} with endpoint and path, if it is missing or `null`
 */
export declare function need<Value, A extends Step<Value>>(value: Value, a: A): NonNullable<At<Value, A>>;
export declare function need<Value, A extends Step<Value>, B extends Step<At<Value, A>>>(
  value: Value,
  ...path: [A, B]
): NonNullable<At<At<Value, A>, B>>;
export declare function need<
  Value,
  A extends Step<Value>,
  B extends Step<At<Value, A>>,
  C extends Step<At<At<Value, A>, B>>,
>(value: Value, ...path: [A, B, C]): NonNullable<At<At<At<Value, A>, B>, C>>;
export declare function need<
  Value,
  A extends Step<Value>,
  B extends Step<At<Value, A>>,
  C extends Step<At<At<Value, A>, B>>,
  D extends Step<At<At<At<Value, A>, B>, C>>,
>(value: Value, ...path: [A, B, C, D]): NonNullable<At<At<At<At<Value, A>, B>, C>, D>>;

/**
 * Returns an answer, a part of it or a push message as it came, to read members that its type does not declare:
 * `undeclared(order.baseInfo)["newMember"]`. The object is the same; for what is missing, it is one without members.
 */
export declare function undeclared(value: unknown): { readonly [member: string]: Json | undefined };

/**
 * Makes a param of a word that its type does not list, or of a text that may hold any word, such as
 * `{ cancelReason: unlisted("too late") }`. Closed sets do not take it.
 */
export declare function unlisted(word: string): Unlisted;

/**
 * Converts yuan to fen, exactly: `"12.34"` is 1234.
 *
 * @throws {ConfigError} if the text is not a plain decimal, has fractions of a fen, or is beyond 2^53-1 fen
 */
export declare function yuanToFen(yuan: string): number;

/**
 * Converts fen to yuan, exactly, with two decimals: 1234 is `"12.34"`.
 *
 * @throws {ConfigError} if it is neither a bigint nor a safe integer
 */
export declare function fenToYuan(fen: number | bigint): string;

/** The runtime's own `Request`, where its types are loaded. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer Own } } ? Own : any;

/** The runtime's own `Response`, where its types are loaded. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer Own } } ? Own : any;

/** Node's own request and response, on which Express, for example, keeps the session. */
export interface NodeContext {
  /** An `IncomingMessage`. */
  req: any;
  /** A `ServerResponse`. */
  res: any;
}

/**
 * Turns a handler that takes a `Request` and returns a `Response`, as for Workers and Deno, into a listener for node:http,
 * node:https, Express and Connect.
 *
 *     createServer(nodeListener(handler)).listen(8080);
 *     app.use("/api", nodeListener(handler)); // before express.json(): the handler reads the raw body
 *
 * Bodies are streamed in both directions. The request's signal fires when the client disconnects. A failure of the handler is
 * logged by `console.error`, and answered 500 without details. If the body was read before, its bytes are taken from `rawBody`
 * (which may be text, too) or `body`; without them the request is answered 500 with a sentence that says so, which a page's client
 * throws as a {@link ProxyError}, and `console.error` logs once. The host of
 * the URL is that of the header `Host`, and its scheme that of the connection.
 *
 * Available in Node, Deno and Bun, not in bundles for browsers.
 */
export declare function nodeListener(
  handler: (request: WebRequest, context: NodeContext) => WebResponse | PromiseLike<WebResponse>,
): (req: any, res: any, next?: any) => void;

/** The fields of every push message. */
export interface Envelope<Form extends string, Type extends string, Body> {
  /**
   * The type without the prefix of generation 1 (`TAOBAO_`, `1688_`). A type that this version does not know is left
   * unchanged. Empty if the body is not an object, so that a known type always has one.
   */
  type: Type;
  /** The structure of `messageBody`: the name of its type in `events`, or `"Other"`. */
  form: Form;
  /**
   * The marketplace: 0 Taobao, 1 1688. From the prefix of the type, or else from `messagePlatform`; `null` if neither names
   * one.
   */
  platform: 0 | 1 | (number & {}) | null;
  /**
   * The same for a message and its repetitions, to recognise those that were handled: messages have no id. It is
   * `type:platform:subject:timestamp`, where the subject is the refund, the order or the parcel, or a digest of the body. A
   * digest of the body also replaces a time that is missing or unreadable, and follows one that is not in milliseconds. A part
   * of more than 128 bytes is replaced by its digest.
   */
  key: string;
  /** The body: an object, even where it was sent as JSON text. Ids and prices are strings without loss of digits. */
  messageBody: Body;
  /** The type as it was sent, with its prefix; empty if there is none. */
  messageType: string;
  /** The marketplace as it was sent. */
  messagePlatform?: unknown;
  /**
   * The time of the push, as text; `null` if it is neither text nor a number. Milliseconds since 1970 are documented. The
   * tolerance of `eventHandler` also accepts seconds, microseconds, and dates such as `2026-05-20 15:21:09` (China time), which
   * are inferred from other times of the platform and its upstreams.
   */
  timestamp: string | null;
}

type Form = keyof events.Forms;
type FormsOf<Type> = { [F in Form]: Type extends events.Forms[F]["type"] ? F : never }[Form];
type MembersOf<F extends Form> = F extends Form ? keyof events.Forms[F]["body"] : never;
/** The body of a form. The members that only other forms of the type have are absent: they can be read before the form is known. */
type BodyOf<F extends Form, Type> = [Exclude<MembersOf<FormsOf<Type>>, MembersOf<F>>] extends [never]
  ? events.Forms[F]["body"]
  : events.Forms[F]["body"] & { readonly [Member in Exclude<MembersOf<FormsOf<Type>>, MembersOf<F>>]?: undefined };

/** A push message whose type or structure this version knows. */
export type KnownEvent = {
  [F in Form]: { [Type in events.Forms[F]["type"]]: Envelope<F, Type, BodyOf<F, Type>> }[events.Forms[F]["type"]];
}[Form];

/** A push message of a type that this version does not know, as it was sent. */
export interface UnknownEvent extends Envelope<"Other", Unlisted, unknown> {
  /**
   * The body of the request, if it is signed and not an envelope: not UTF-8, not JSON, nested deeper than 128, with more than
   * `maxValues` members and items, a list, or with other members. Then `type` is empty, `messageBody` is all of the body if it
   * is JSON within these limits, and else `null`, and `key` is a digest of the bytes. Only `eventHandler` hands these on; `constructEvent` and `parseEvent` refuse them.
   */
  rawBody?: Uint8Array;
  /** Why `rawBody` could not be read. */
  reason?: string;
}

/**
 * A push message, discriminated by `type` and by `form`. After `if (event.type === "ORDER_BATCH_PAY")`, the members of
 * `event.messageBody` are those that come with the type. One type can have several forms: a change of price has the whole order,
 * a short form of it, or Taobao's own structure. After `if (event.form === "RefundChange")`, `event.messageBody` is an
 * `events.RefundChange`.
 *
 * Hardly any message has amounts, and some arrive late or twice: read the order or refund again before acting.
 */
export type Event = KnownEvent | UnknownEvent;

/** The unchanged body of a request: not JSON that was parsed and serialised again. */
export type RawBody = string | Uint8Array | ArrayBuffer;

/** The keys and the rule by which push messages are signed. */
export interface EventCredentials {
  /** The access key. By default `PANDAPON_ACCESS_KEY` of the environment. */
  accessKey?: string | undefined;
  /** The access secret. By default `PANDAPON_ACCESS_SECRET` of the environment. */
  accessSecret?: string | undefined;
  /**
   * Returns the bytes to sign, from access key and raw body. By default their concatenation, which is inferred: the vendor's
   * page lacks the line, and its sister platforms define it so.
   */
  base?: ((accessKey: string, body: Uint8Array) => string | Uint8Array) | undefined;
}

/** How push messages are read. */
export interface EventOptions {
  /**
   * Maximum number of members and items of a message, at all depths together. By default 20000: each takes many times the
   * memory of its text, and the vendor's messages have a few hundred at most.
   */
  maxValues?: number | undefined;
}

/**
 * Verifies a push message and reads it. The comparison takes constant time.
 *
 * @param body the raw body of the request
 * @param authorization the header `Authorization`, in either letter case
 * @throws {SignatureError} if the header is missing or wrong: nothing was read
 * @throws {DecodeError} if it is signed, and not a push message, or one with more than `maxValues` members and items
 * @throws {ConfigError} if the credentials are missing or wrong, or the body is no raw body
 */
export declare function constructEvent(
  body: RawBody,
  authorization: string | null | undefined,
  options: EventCredentials & EventOptions,
): Event;

/**
 * Reads a push message without verifying who sent it. No digit is lost, and unknown members are kept.
 *
 * @throws {DecodeError} if it is not one: not a JSON object, one with neither `messageType` nor `messageBody`, or one with more
 * than `maxValues` members and items
 * @throws {ConfigError} if the body is no raw body
 */
export declare function parseEvent(body: RawBody, options?: EventOptions): Event;

/** The push message that {@link generateTestCallback} makes. */
export interface TestEvent {
  /** The type, with or without a prefix. Used if `messageType` is missing. */
  type?: string | undefined;
  /** The type as it is sent. */
  messageType?: string | undefined;
  /** The body: an object, or JSON text as Xport KA sends it. */
  messageBody?: unknown;
  /** The marketplace: 0 Taobao, 1 1688. */
  messagePlatform?: unknown;
  /** The time of the push, in milliseconds since 1970. By default now. */
  timestamp?: string | number | null | undefined;
}

/**
 * Makes a push message as the platform would post it, to test the program that receives it.
 *
 * @throws {ConfigError} if the event cannot be sent, or the credentials are missing or wrong
 */
export declare function generateTestCallback(
  event: TestEvent,
  credentials: EventCredentials,
): { body: string; headers: { "content-type": string; authorization: string } };

/**
 * Knows which push messages were handled: **at least once**. A message is answered 200 when it is done and not before, so that one
 * whose process dies is sent again. Servers with several processes share such a store, or use `pandapon/inbox`.
 */
export interface LeasingEventStore {
  /**
   * Begins with a message, in one atomic step: of two concurrent calls only one may get `"begun"`.
   *
   * - `"begun"`: it is new, or failed before, or its lease has ended. The lease is from now on this caller's, for so many milliseconds.
   * - `"running"`: another call has begun with it, and its lease has not ended. Answered 503, so that it is sent again.
   * - `"done"`: answered 200.
   */
  begin(key: string, leaseMs: number): "begun" | "running" | "done" | PromiseLike<"begun" | "running" | "done">;
  /** Notes that a message is done. Keys may expire after eight hours and twice the `tolerance`. */
  done(key: string): unknown;
  /** Notes that a message failed, so that its repetition can begin at once. */
  fail(key: string): unknown;
}

/**
 * Remembers the keys of push messages: **at most once**. The key is added before the work, so that a message is lost if its process
 * dies in between, or if the work fails and `remove` does, too.
 */
export interface AddingEventStore {
  /**
   * Adds a key and returns whether it is new, in one atomic step such as `SET key 1 NX EX 50400` in Redis: of two concurrent
   * calls only one may get `true`. Keys may expire after eight hours and twice the `tolerance`. The result must
   * be `true` or `false`: if the call fails or returns anything else (such as Redis' own `"OK"`, `null`, 1 or 0), the request is
   * answered 500, the failure is logged, and the vendor sends the message again. A call that fails or hangs may still have added
   * its key, so that the first `false` for it after that counts as `true` in this process.
   */
  add(key: string): boolean | PromiseLike<boolean>;
  /** Removes a key whose message could not be handled. */
  remove(key: string): unknown;
}

/** Knows which push messages were handled. One with the methods of both forms counts as a {@link LeasingEventStore}. */
export type EventStore = LeasingEventStore | AddingEventStore;

/** How push messages are received. */
export interface EventReceiverOptions extends EventCredentials, EventOptions {
  /**
   * Maximum size of a signed body, in bytes. By default 1048576 (1 MiB). At most 4096 bytes of a request without a signature are
   * read, and none if the `Authorization` header cannot be a signature.
   */
  maxBytes?: number | undefined;
  /**
   * Maximum size of all bodies together that are being read, in bytes; not less than `maxBytes`. By default 67108864 (64 MiB).
   * Beyond it, the request whose body has taken the longest is answered 503.
   */
  maxPendingBytes?: number | undefined;
  /** Maximum time for the body of a request to arrive, in milliseconds. By default 5000. */
  bodyTimeout?: number | undefined;
  /**
   * Maximum distance of a message's time from now, in milliseconds. By default 10800000 (3 hours): the vendor repeats for two
   * and a half, and it is not documented whether a repetition has the time of the first delivery. A message without a readable
   * time is handled, and so is one with a time before 2010 or more than a year ahead: its key identifies repetitions. Text without
   * an offset may be China time or UTC. More than 30 days, or `Infinity`, needs a `store`.
   */
  tolerance?: number | undefined;
  /** Receives failures. By default `console`. */
  logger?: Logger | undefined;
}

/** A push message with what is needed to store it. */
export interface ReceivedEvent {
  readonly event: Event;
  /** The body, as it came. */
  readonly body: Uint8Array;
  /** The header `Authorization`, which was verified. */
  readonly authorization: string;
  /** The refund, the order or the parcel that it is about; `null` if it names none. */
  readonly subject: string | null;
  /** When it was pushed, in milliseconds since 1970; `null` if it does not say so readably. */
  readonly time: number | null;
}

/**
 * Returns functions that receive push messages, for a handler of your own: one that writes them to a queue, say. `eventHandler` and
 * `pandapon/inbox` are made of it.
 *
 * `receive` verifies a request and reads it. It returns the message, or else the response to a request that is refused: with the
 * same statuses and log messages as in {@link eventHandler}. `read` reads the body of a message that was stored; it does not verify it.
 *
 * Available in Node, Deno, Bun and Workers, not in bundles for browsers.
 *
 * @throws {ConfigError} if an option is missing or invalid
 */
export declare function eventReceiver(options: EventReceiverOptions): {
  receive(request: WebRequest): Promise<ReceivedEvent | (WebResponse & { readonly event?: undefined })>;
  read(body: Uint8Array): Pick<ReceivedEvent, "event" | "subject" | "time">;
};

/** Options of {@link eventHandler}. */
export interface EventHandlerOptions extends EventReceiverOptions {
  /** Called with each push message once. A promise that it returns is awaited. */
  onEvent: (event: Event) => unknown;
  /**
   * Called when `onEvent` fails, with the error, the message, and whether it is certain that the vendor will send it again. If not,
   * this is the last chance to keep the message: it was answered 200 before the work was done, or it is more than two hours
   * and a quarter old, so that this was the last delivery. With an {@link AddingEventStore} it is never certain: another process may have
   * answered a copy 200. By default the failure is logged.
   */
  onError?: ((error: unknown, event: Event, willBeRepeated: boolean) => unknown) | undefined;
  /**
   * Remembers the handled messages. By default in the memory of this process, for eight hours and twice the `tolerance`. Its size is not limited: only signed messages are added, with about 100 bytes each.
   */
  store?: EventStore | undefined;
  /**
   * Maximum duration of a call of the store, in milliseconds. By default 1000. A longer one is logged. After an `add` that takes
   * longer, the message is answered 503, and a repetition asks the store again; if the `add` returns `true` later, its message
   * is still handled. After a `remove` that takes longer, `willBeRepeated` is false.
   */
  storeTimeout?: number | undefined;
  /**
   * How long a message is this process' with a {@link LeasingEventStore}, in milliseconds. By default 600000 (10 minutes): longer than
   * the work, and shorter than the half an hour after which the vendor sends the message again.
   */
  lease?: number | undefined;
  /**
   * How long the response waits for the work, in milliseconds since the request arrived. By default 800: the vendor waits 1000.
   * With 0 every message is answered at once, and no failure makes the vendor send it again.
   */
  answerWithin?: number | undefined;
  /** Keeps the process alive for work after the response. By default the `waitUntil` of the context, if it has one. */
  waitUntil?: ((work: Promise<void>) => void) | undefined;
}

/**
 * Returns a handler of push messages for servers with `Request` and `Response`. For node:http and Express, use
 * `nodeListener(eventHandler({ … }))`.
 *
 * - It verifies the raw body, and calls `onEvent` with each message once, even if it arrives several times at the same time.
 * - If the work ends within 800 ms, its result decides the response: 200, or 500 if `onEvent` failed. Then the key is removed,
 *   and the vendor sends the message again, after half an hour, at most 5 times.
 * - Longer work continues after a 200. If it fails then, `onError` is called: the vendor will not send the message again.
 * - Work that never settles blocks repetitions of its message. It is logged after a minute.
 * - What is signed and not a readable message, or has more than `maxValues` fields and items, is handed on, too: an event of the
 *   form `"Other"` with its `rawBody`.
 * - Other responses: 401 forged, too old or too new; 413 too large; 408 the body did not arrive in time; 405 not POST; 500 the
 *   store failed; 503 the store did not respond in time, or too many bodies were arriving. They are logged, refusals at most once a minute. A request without a
 *   signature that is not a message is answered 200 and ignored: the console's "Verify" expects 200, and what it posts is not
 *   documented (inferred).
 *
 * The vendor waits 1000 ms. Code that blocks the event loop blocks the response.
 *
 * Available in Node, Deno, Bun and Workers, not in bundles for browsers.
 *
 * @throws {ConfigError} if an option is missing or invalid
 */
export declare function eventHandler(
  options: EventHandlerOptions,
): (request: WebRequest, context?: any) => Promise<WebResponse>;

/**
 * Compiles the wasm where importing the package could not: in a page, in Chrome before version 115. Elsewhere it does
 * nothing.
 */
export declare function init(): Promise<void>;
