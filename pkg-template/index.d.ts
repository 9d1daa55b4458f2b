/**
 * The client: every endpoint of the platform as a method, errors, paging, money.
 *
 * @module pandapon
 */
import type { Endpoints, events, Methods } from "./endpoints.js";

// `Endpoints`, `Methods`, and a namespace of types for each group of endpoints, such as `alibaba.refund`.
export type * from "./endpoints.js";

/**
 * An id as it is given. Ids of the platform are 64 bits wide: write them as strings or bigints. A number beyond 2^53-1
 * was rounded by JavaScript before anybody could notice, and is refused. In answers ids are always strings.
 */
export type IdInput = string | bigint | number;

/** The name of an endpoint, such as `"alibaba.refund.create"`. */
export type EndpointName = keyof Endpoints;

/** What an endpoint takes, by its name. */
export type Params<Name extends EndpointName> = Endpoints[Name]["params"];

/** What an endpoint gives, by its name: the `data` of a successful answer. */
export type Result<Name extends EndpointName> = Endpoints[Name]["result"];

/**
 * Whether a call may be sent again by itself: `"read"` changes nothing; `"idempotent"` gives the same outcome when it
 * is repeated; `"once"` creates, pays or submits, and is never repeated.
 *
 * Some runtimes send a request again by themselves when a connection breaks that was kept from an earlier request. So `"once"` calls
 * leave on a connection of their own in Bun and Deno, and Node repeats nothing. Cloudflare Workers repeat GET requests (such as
 * `alibaba.order.payUrl` and `taobao.refund.cancel`), and browsers POST requests, too; neither can be told not to. There, read the
 * order or refund before you rely on such a call, or make it from a server: a proxy recognises a call that comes twice.
 */
export type Safety = "read" | "idempotent" | "once";

/**
 * How an endpoint's path is known: it stands on a vendor page (`"documented"`), was seen in a public client of the
 * API (`"client"`), was derived from the vendor's other generation (`"twin"`), or is not public (`"unrouted"`): then
 * the option `routes` must name it.
 */
export type Provenance = "documented" | "client" | "twin" | "unrouted";

/** The vendor's generation of an endpoint: 1, 2 (mapped ids), or Xport KA. */
export type Generation = "v1" | "v2" | "ka";

/** What is known of an endpoint. */
export interface Endpoint {
  /** Its name, such as `"alibaba.refund.create"`. */
  readonly name: EndpointName;
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The path, with placeholders such as `{refundId}`; `null` if it is not public. */
  readonly path: string | null;
  /** Whether it may be sent again by itself. */
  readonly safety: Safety;
  /** How its path is known. */
  readonly provenance: Provenance;
  /** The generation that it belongs to. */
  readonly generation: Generation;
  /** The title of its page in the vendor's documentation. */
  readonly title: string;
}

/** Every endpoint, in the order of the groups. */
export declare const endpoints: readonly Endpoint[];

/** What a signature covers, as text. */
export interface Unsigned {
  /** The access key. */
  accessKey: string;
  /** UTC epoch as it is sent, in seconds or milliseconds. */
  timestamp: string;
  /** The nonce: 32 characters of A-Z a-z 0-9. */
  nonceStr: string;
}

/** Options of a client, whoever signs. */
export interface CommonOptions {
  /** The access key, 32 lower-case hexadecimal digits, from the platform's console. */
  accessKey: string;
  /** The sub-account that calls act for. */
  userId: IdInput;
  /**
   * Where the platform answers: `https://api.pandapon.com` by default; Xport is at `https://www.xportcn.com/api`.
   * There is no test host: for trying out, use `pandapon/sandbox`.
   */
  baseUrl?: string | undefined;
  /** What sends requests instead of the runtime's own `fetch`: a proxy, a test double, the sandbox. */
  fetch?: Fetch | undefined;
  /** How long each try may take, its answer read to the end, in milliseconds. By default 30000. */
  timeout?: number | undefined;
  /** How often a call that may be repeated is, after a failure of the network or the vendor. By default 2. */
  maxRetries?: number | undefined;
  /**
   * Maximum size of an answer in bytes, after decompression. By default 16777216, 16 MiB. A larger one is not read to its end, and is
   * a {@link DecodeError}. The limit is this package's own; no limit of the platform's is known.
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum size of a request, in bytes of JSON text, at most 268435456. By default 16777216 (16 MiB). A larger one is
   * refused with a `ValidationError`, and nothing is sent.
   */
  maxRequestBytes?: number | undefined;
  /** Headers for every call. The five that the platform asks for cannot be given. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Paths of endpoints whose path is not public, or instead of derived ones. */
  routes?: Routes | undefined;
  /** How timestamps count. By default `"seconds"`. */
  timestampUnit?: "seconds" | "milliseconds" | undefined;
  /**
   * Whether params that an endpoint is not known to take are sent all the same, rather than refused. The vendor
   * adds some faster than it documents them.
   */
  allowUnknown?: boolean | undefined;
  /** Is told of requests, answers (`debug`), further tries (`warn`) and hooks that threw (`error`). `console` fits. */
  logger?: Logger | undefined;
  /** Is told of each request that goes out. What it throws changes nothing. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Is told of each answer that comes in. What it throws changes nothing. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Is told when a call will be sent again. What it throws changes nothing. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
  /**
   * Allows an `accessSecret` in a web page, where everybody who opens the page can read it and order with your
   * money. Only for pages that nobody else can open. By default such a client is refused. Browsers may send a request twice when a
   * connection breaks, also one that must be sent once: see {@link Safety}.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of a client that signs by itself. */
export interface SecretOptions extends CommonOptions {
  /** The access secret. It is never sent, and stands in no error, event or log. */
  accessSecret: string;
  /**
   * Makes the text to sign, should the platform's rule (`accessKey + timestamp + nonceStr + accessSecret`) change
   * for you.
   */
  stringToSign?: ((parts: Unsigned & { accessSecret: string }) => string) | undefined;
  /** Not together with `accessSecret`. */
  signer?: undefined;
}

/** Options of a client whose secret is elsewhere. */
export interface SignerOptions extends CommonOptions {
  /**
   * Returns the signature, or a promise of it: 32 upper-case hexadecimal digits. It may ask a server that holds the
   * secret, and is asked anew for each try.
   */
  signer: (parts: Unsigned) => string | PromiseLike<string>;
  /** Not together with `signer`. */
  accessSecret?: undefined;
  /** Not together with `signer`, which makes its own text. */
  stringToSign?: undefined;
}

/**
 * Options of a client in a page whose calls go through a server of yours, where `createProxy` of `pandapon/proxy` signs
 * them. Params are validated in the page, too.
 */
export interface ProxiedOptions extends Omit<CommonOptions, "accessKey" | "userId"> {
  /** Calls go by name, unsigned. */
  signer: "proxy";
  /** Where the proxy answers: an address, or a path on the page's own host such as `/api`. */
  baseUrl: string;
  /** The sub-account to ask for. The proxy decides; by default it chooses. */
  userId?: IdInput | undefined;
  /** Headers for the proxy, such as a token. None reaches the platform. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** A page has none. */
  accessKey?: undefined;
  /** A page has none. */
  accessSecret?: undefined;
  /** The proxy signs. */
  stringToSign?: undefined;
}

/** Options of a client. Exactly one of `accessSecret` and `signer` must be given. */
export type ClientOptions = SecretOptions | SignerOptions | ProxiedOptions;

/** Routes by endpoint, such as `{ "alibaba.refund.reasons": "POST /…" }`, with placeholders such as `{refundId}`. */
export type Routes = { readonly [Name in EndpointName]?: `GET /${string}` | `POST /${string}` | undefined };

/** What a fetch of your own gets besides the address. */
export interface FetchInit {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** Headers, names in lower case. The signature is among them. */
  headers: Record<string, string>;
  /** JSON text. */
  body?: string;
  /** A redirect could take signed headers to another host, or send an order twice. */
  redirect: "manual";
  /**
   * `false` for a call that must be sent once: send it on a connection of its own, or your runtime may send it again when a kept
   * connection breaks. Bun's `fetch` does so by this member. In Deno pass its `fetch` a
   * `client: Deno.createHttpClient({ poolMaxIdlePerHost: 0, http2: false })` with such a request. Without a `fetch` of your own
   * that happens by itself.
   */
  keepalive?: false;
  /** An `AbortSignal`, which fires on a timeout and when the call is aborted. (Its type differs among runtimes.) */
  signal: any;
}

/**
 * What a fetch of your own must give: a `Response`, or anything with its status, its headers and one of two readers. Where there is a
 * `body` with a `getReader()`, as of a `Response`, it is read instead, no further than `maxResponseBytes`.
 */
export type FetchResponse = {
  /** HTTP status. */
  readonly status: number;
  /** `Headers`, a `Map` or a plain object. */
  readonly headers: object;
} & ({ arrayBuffer(): PromiseLike<ArrayBuffer> } | { text(): PromiseLike<string> });

/** A function that sends requests, such as `fetch`. */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** An `AbortSignal`, or anything that is shaped like one. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** Why: the `cause` of the {@link AbortError} that the call rejects with. */
  readonly reason?: any;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Where a client writes what it does. No secret and no personal data of an order is written. */
export interface Logger {
  debug?(message: string, ...details: unknown[]): void;
  info?(message: string, ...details: unknown[]): void;
  warn?(message: string, ...details: unknown[]): void;
  error?(message: string, ...details: unknown[]): void;
}

/** Something that happens in the course of a call. The signature is masked. */
export interface CallEvent {
  /** The endpoint, or method and path of `request()`. */
  readonly name: string;
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The whole address. */
  readonly url: string;
  /** Which try it is, from 1. */
  readonly attempt: number;
}

/** A request goes out. */
export interface RequestEvent extends CallEvent {
  /** Its headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. Left out for GET. */
  readonly body?: string;
}

/** An answer came in. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status. */
  readonly status: number;
  /** Its headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A call will be sent again. */
export interface RetryEvent extends CallEvent {
  /** What went wrong. Left out if an answer came, such as HTTP 503. */
  readonly error?: string;
  /** How long until then, in milliseconds. */
  readonly pause: number;
}

/** What one call does otherwise than its client. */
export interface CallOptions {
  /** Aborts the call, which then rejects with an {@link AbortError}. What was sent may still reach the platform. */
  signal?: AbortSignalLike | null | undefined;
  /** How long each try may take, in milliseconds. */
  timeout?: number | undefined;
  /** How often the call is repeated, if it may be. */
  maxRetries?: number | undefined;
  /** Further headers, over those of the client. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** The sub-account that the call acts for. */
  userId?: IdInput | undefined;
}

/** A call on its way: a promise of its data. */
export interface Call<Data> extends Promise<Data> {
  /** The whole answer: the data and what came with it. */
  withResponse(): Promise<Reply<Data>>;
}

/** The data of a successful answer, and what came with it. */
export interface Reply<Data> {
  /** The data. */
  data: Data;
  /** The platform's id of the request, for its support. */
  requestId: string | null;
  /** The platform's code: 200. */
  code: number;
  /** The platform's text. */
  msg: string | null;
  /** The developer's id. */
  developId: string | null;
  /** HTTP status. */
  status: number;
  /** HTTP headers, names in lower case. */
  headers: Record<string, string>;
}

/** A request for any path at all. */
export interface RawRequest {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** The path, from the slash on; it may hold a query. */
  path: string;
  /** Members of the query. */
  query?: { readonly [name: string]: unknown } | undefined;
  /** What is sent as JSON. Not with GET. */
  body?: unknown;
  /** Whether it may be sent again by itself. By default `"once"`: never. */
  safety?: Safety | undefined;
}

/** A request that is ready to be sent by other means. */
export interface BuiltRequest {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** The whole address. */
  url: string;
  /** The headers. The signature is among them: not for logs. */
  headers: Record<string, string>;
  /** JSON text; `null` for GET. */
  body: string | null;
}

/** What is otherwise made anew for each request. */
export interface FixedParts {
  /** UTC epoch in the client's `timestampUnit`. By default the current time. */
  timestamp?: IdInput | undefined;
  /** The nonce. By default 32 random characters. */
  nonceStr?: string | undefined;
}

/** The arguments after an endpoint's name: params may be left out where nothing is required. */
type Rest<Name extends EndpointName, Options> =
  {} extends Params<Name> ? [params?: Params<Name>, options?: Options] : [params: Params<Name>, options?: Options];

/**
 * A client for PandaPon OpenAPI: a method for each endpoint, such as `client.alibaba.refund.create(params, options)`.
 *
 * Params are validated before anything is sent; every request is signed; ids in answers are strings, digit for digit.
 * Calls that only read, or that may be repeated without harm, are sent again after a failure of the network or the
 * vendor. Calls that create, pay or submit never are.
 *
 * @example
 * const client = new Client({ accessKey, accessSecret, userId });
 * const { refundId } = await client.alibaba.refund.create({ orderId: "3305075341149134260", … });
 */
export declare class Client {
  /**
   * @throws {ConfigError} if an option is missing or wrong
   * @throws {RouteError} if one of the `routes` is wrong
   */
  constructor(options: ClientOptions);

  /**
   * Calls an endpoint by its name.
   *
   * Rejects with a {@link ValidationError}, {@link ApiError}, {@link ConnectionError}, {@link TimeoutError},
   * {@link DecodeError}, {@link RouteError}, {@link ConfigError}, {@link SignatureError}, {@link ProxyError} or
   * {@link AbortError}.
   */
  call<Name extends EndpointName>(name: Name, ...rest: Rest<Name, CallOptions>): Call<Result<Name>>;

  /**
   * Calls any path: signed, its answer decoded without loss. Numbers that JavaScript cannot hold come out as
   * strings, others as numbers. Rejects as {@link Client.call} does. A proxy takes no paths.
   */
  request<Data = unknown>(request: RawRequest, options?: CallOptions): Call<Data>;

  /**
   * What a call would send. Sends nothing. Needs an `accessSecret`.
   *
   * @throws {ValidationError} if the params are not what the endpoint takes
   * @throws {RouteError} if the endpoint has no path
   * @throws {ConfigError} if the client has a `signer`
   */
  buildRequest<Name extends EndpointName>(name: Name, ...rest: Rest<Name, FixedParts>): BuiltRequest;

  /**
   * The same client for another sub-account.
   *
   * @throws {ConfigError} if it cannot be a sub-account's id
   */
  withUser(userId: IdInput): Client;
}

export interface Client extends Methods {}

/** What all failures of this package have in common. */
export declare class PandaponError extends Error {
  /** Clients make errors; a test may make its own. */
  constructor(failure: { name: string; message: string; sent: boolean; cause?: unknown });
  /**
   * Whether the request may have reached the platform. After a doubtful failure of a call that creates, pays or
   * submits, look up its outcome before repeating it.
   */
  readonly sent: boolean;
}

/**
 * Whether a call that failed with this error may have reached the platform: `true` unless it is certain that nothing left. For errors
 * that are not of this package it is not.
 */
export declare function mayHaveArrived(error: unknown): boolean;

/** Something that is wrong with a param. */
export interface Issue {
  /** The param, such as `orderEntryCountList[0].count`; empty for the whole. Names beyond 64 characters are cut. */
  readonly path: string;
  /** The kind of issue. `more` is the last one where there are more than 100: its message says how many. */
  readonly code:
    | "missing"
    | "unknown"
    | "type"
    | "empty"
    | "unsafe"
    | "least"
    | "most"
    | "word"
    | "rule"
    | "unreadable"
    | "cyclic"
    | "deep"
    | "more"
    | (string & {});
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
}

/** The params are not what the endpoint takes. Nothing was sent. */
export declare class ValidationError extends PandaponError {
  /** Clients make errors; a test may make its own. */
  constructor(failure: { name: "ValidationError"; message: string; sent: boolean; issues: readonly Issue[] });
  readonly name: "ValidationError";
  /** What is wrong, all at once: up to 100 issues, then one of code `more`. */
  readonly issues: readonly Issue[];
}

/** The platform refused the request, or a gateway failed in its place: see `kind`. No table of the platform's codes is public. */
export declare class ApiError extends PandaponError {
  /** Clients make errors; a test may make its own. */
  constructor(
    failure: Pick<
      ApiError,
      "name" | "message" | "sent" | "kind" | "code" | "msg" | "requestId" | "developId" | "status"
    >,
  );
  readonly name: "ApiError";
  /**
   * `"refusal"`: the platform's envelope says no. `"gateway"`: an HTTP error without the platform's envelope, or whose envelope
   * says success. After HTTP 408 and 5xx of a gateway the outcome is in doubt: the platform may have done what was asked.
   */
  readonly kind: "refusal" | "gateway";
  /** The platform's code; `null` if the answer was not the platform's. */
  readonly code: number | null;
  /** The platform's text, or the reason that a gateway gave, such as the title of its page, cut to 200 characters. */
  readonly msg: string | null;
  /** The platform's id of the request, for its support. */
  readonly requestId: string | null;
  /** The developer's id. */
  readonly developId: string | null;
  /** HTTP status. */
  readonly status: number;
}

/** No answer came. `sent` tells whether the request may have reached the platform all the same. */
export declare class ConnectionError extends PandaponError {
  readonly name: "ConnectionError";
}

/** No answer came in time. The request may have reached the platform. */
export declare class TimeoutError extends PandaponError {
  readonly name: "TimeoutError";
}

/** The caller's signal fired. `sent` tells whether the request may have reached the platform all the same. */
export declare class AbortError extends PandaponError {
  readonly name: "AbortError";
  /** The signal's `reason`. */
  readonly cause?: unknown;
}

/** An answer came that cannot be understood, or that is larger than `maxResponseBytes`. The request was handled. */
export declare class DecodeError extends PandaponError {
  /** Clients make errors; a test may make its own. */
  constructor(failure: Pick<DecodeError, "name" | "message" | "sent" | "requestId" | "status">);
  readonly name: "DecodeError";
  /** The platform's id of the request, for its support. Left out where it is an answer's records that cannot be told. */
  readonly requestId?: string | null;
  /** HTTP status. Left out as `requestId` is. */
  readonly status?: number;
}

/** The endpoint is not known, its path is not public, or one of the `routes` is wrong. Nothing was sent. */
export declare class RouteError extends PandaponError {
  readonly name: "RouteError";
}

/** An option is missing or wrong. Nothing was sent. */
export declare class ConfigError extends PandaponError {
  readonly name: "ConfigError";
}

/** A signature is wrong, or could not be made. Nothing was sent. */
export declare class SignatureError extends PandaponError {
  readonly name: "SignatureError";
}

/**
 * Why a proxy refused a call, with its HTTP status. These stay; there may be more.
 *
 * - `cross_site` 403: not a page of the same site. `unknown_origin` 403: not one of the proxy's `origins`, or a page over plain http.
 *   `unknown_host` 421: not one of its `hosts`
 * - `endpoint_not_allowed` 403, `unknown_endpoint` 404, `method_not_allowed` 405
 * - `unauthenticated` 401, `forbidden` 403: `authorize` said so. `wrong_user` 403: the page asked for a sub-account that is not its own
 * - `unsupported_media_type` 415, `invalid_call_id` 400, `invalid_header` 400, `invalid_body` 400, `body_too_large` 413,
 *   `body_timeout` 408
 * - `duplicate_call` 409: the same call came before, and was not made again
 * - `too_many_calls` 429, `overloaded` 503
 * - `authorization_failed` 500, `authorization_timeout` 503, `internal_error` 500: the server's own trouble
 * - `client_gone` 499: the page went away; the audit alone is told
 */
export type ProxyErrorCode =
  | "authorization_failed"
  | "authorization_timeout"
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
 * The proxy refused the call. `sent` is `false`, unless the same call came before and may have reached the platform then
 * (`duplicate_call`, and any other refusal of a repetition), or the proxy failed within (`internal_error`).
 */
export declare class ProxyError extends PandaponError {
  /** Clients make errors; a test may make its own. */
  constructor(failure: Pick<ProxyError, "name" | "message" | "sent" | "status"> & Partial<Pick<ProxyError, "code">>);
  readonly name: "ProxyError";
  /** HTTP status. */
  readonly status: number;
  /** Why, for programs. `undefined` from a proxy of an older version. */
  readonly code: ProxyErrorCode | undefined;
}

/** The members that the declarations name, without all the others that may come. */
type Named<Members> = { [Name in keyof Members as string extends Name ? never : Name]: Members[Name] };
type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never;
type Lists<Page> = { [Name in keyof Page]-?: ItemOf<Page[Name]> }[keyof Page];
type OrUnknown<Item> = [Item] extends [never] ? unknown : Item;

/** A record of a listing whose method gives such pages. `unknown` where no page of the vendor's shows it. */
export type RecordOf<Page> = unknown extends Page
  ? unknown
  : NonNullable<Page> extends readonly (infer Item)[]
    ? Item
    : OrUnknown<Lists<Named<NonNullable<Page>>>>;

/** A method of a client that lists records in pages: its params have a `beginPage`, a `pageNo` or a `page`. */
export type PagedMethod<Method extends AnyMethod> =
  Extract<keyof Named<NonNullable<Parameters<Method>[0]>>, "beginPage" | "pageNo" | "page"> extends never
    ? never
    : Method;
type AnyMethod = (params: any, options?: CallOptions) => Call<any>;

/**
 * All records of a listing that comes in pages, in their order.
 *
 *     for await (const order of paginate(client.alibaba.order.list, { orderStatus: "waitsellersend" })) …
 *
 * Pages are asked for as they are needed, the next one once the records before it are used up: from the first page on, or
 * from the one that `params` asks for. The end is where the totals of the answer say; where the vendor states none, it is
 * the first page that is empty or has the records of an earlier one. The records of a page that comes again are left out.
 *
 * @param method a method of a client that lists records: with `pageSize` and one of `beginPage`, `pageNo` and `page`
 * @param args params and options of each call; a signal that fires ends the listing, too, with its reason
 * @throws {ConfigError} at once, if the method is not of a paginated endpoint, or the page asked for is not a whole number from 1 on
 * @throws {DecodeError} while iterating, if it cannot be told which list of an answer holds the records
 */
export declare function paginate<Method extends AnyMethod>(
  method: PagedMethod<Method>,
  ...args: Parameters<Method>
): AsyncGenerator<RecordOf<Awaited<ReturnType<Method>>>, void, undefined>;

/**
 * Yuan to fen, exactly: `"12.34"` is 1234.
 *
 * @throws {ConfigError} on text that is no plain decimal, has a part below one fen, or is beyond 2^53-1 fen
 */
export declare function yuanToFen(yuan: string): number;

/**
 * Fen to yuan, exactly, with two decimals: 1234 is `"12.34"`.
 *
 * @throws {ConfigError} on anything but a bigint or a safe integer
 */
export declare function fenToYuan(fen: number | bigint): string;

/** The runtime's own `Request`, where its types are loaded. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer Own } } ? Own : any;

/** The runtime's own `Response`, where its types are loaded. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer Own } } ? Own : any;

/** What a handler hears of Node's own request and response: there, for example, Express keeps a session. */
export interface NodeContext {
  /** An `IncomingMessage`. */
  req: any;
  /** A `ServerResponse`. */
  res: any;
}

/**
 * A listener for node:http, node:https, Express and Connect, of a handler that takes a `Request` and gives a `Response`, as
 * Workers and Deno call them.
 *
 *     createServer(nodeListener(handler)).listen(8080);
 *     app.use("/api", nodeListener(handler)); // ahead of express.json(): the handler reads the raw body
 *
 * Bodies flow both ways as they come. The request's signal fires when the client goes away. A handler that fails is told of
 * by `console.error`, and answered 500 without details. Of a request whose body was read before, the bytes in `rawBody` or
 * `body` are taken; without them it is answered 500 with a sentence that says so, as does `console.error`, once. The URL takes its host from the header `Host`, and its scheme from this very connection.
 *
 * Node, Deno and Bun have it. A bundle for browsers does not: there is no server there, and every byte is downloaded.
 */
export declare function nodeListener(
  handler: (request: WebRequest, context: NodeContext) => WebResponse | PromiseLike<WebResponse>,
): (req: any, res: any, next?: any) => void;

/** What every push message has, besides what it says. */
export interface Envelope<Form extends string, Type extends string, Body> {
  /**
   * What it is about, without the prefix that generation 1 puts before it (`TAOBAO_`, `1688_`). A type that this version
   * does not know is as it came.
   */
  type: Type;
  /** Which structure `messageBody` has: the name of its type in `events`, or `"Other"`. */
  form: Form;
  /**
   * The marketplace: 0 Taobao, 1 1688. The one that the prefix of the type names, or else `messagePlatform`; `null` if
   * nothing says.
   */
  platform: 0 | 1 | (number & {}) | null;
  /**
   * The same for a message and its repetitions, to remember which were handled: messages have no id. It is
   * `type:platform:subject:timestamp`, where the subject is the refund, the order or the parcel, or a digest of the body. A
   * digest of the body also takes the place of a time that is missing or unreadable, and follows one that is not in
   * milliseconds. A part of more than 128 bytes is replaced by its digest.
   */
  key: string;
  /** What it says. An object, even where it came as JSON text. Ids and prices are strings, digit for digit. */
  messageBody: Body;
  /** The type as it came, prefix and all; empty if there is none. */
  messageType: string;
  /** The marketplace as it came. */
  messagePlatform?: unknown;
  /**
   * When it was pushed, as text; `null` if it is neither text nor a number. Milliseconds since 1970 are documented. The
   * tolerance of `eventHandler` also reads seconds, microseconds, and dates such as `2026-05-20 15:21:09` (China time),
   * which are inferred from other times of the platform and its upstreams.
   */
  timestamp: string | null;
  /** Members that this version does not know, as they came. */
  [member: string]: unknown;
}

/** A push message whose body has a structure that this version knows. */
export type KnownEvent = {
  [Form in keyof events.Forms]: Envelope<Form, events.Forms[Form]["type"], events.Forms[Form]["body"]>;
}[keyof events.Forms];

/** A push message of a kind that this version does not know, as it came. */
export interface UnknownEvent extends Envelope<"Other", string, unknown> {
  /**
   * The body of the request, if it is signed and not an envelope: not UTF-8, not JSON, nested deeper than 128, a list, or with
   * other members. Then `type` is empty, `messageBody` is all of the body if it is JSON, and else `null`, and `key` is a
   * digest of the bytes. Only `eventHandler` hands these on; `constructEvent` and `parseEvent` refuse them.
   */
  rawBody?: Uint8Array;
  /** Why `rawBody` could not be read. */
  reason?: string;
}

/**
 * A push message. `form` tells its body apart, in TypeScript too: `if (event.form === "RefundChange")`, then
 * `event.messageBody` is an `events.RefundChange`. One type can have several forms: a change of price brings the whole
 * order, an order in short, or Taobao's own structure.
 *
 * Hardly any message has amounts, and some come late or twice: read the order or refund again before acting.
 */
export type Event = KnownEvent | UnknownEvent;

/** The body of a request, byte for byte: not JSON that was parsed and written again. */
export type RawBody = string | Uint8Array | ArrayBuffer;

/** Who signs push messages, and how. */
export interface EventCredentials {
  /** The access key. */
  accessKey: string;
  /** The access secret. */
  accessSecret: string;
  /**
   * What is signed, from access key and raw body. By default the one and then the other, which is inferred: the vendor's
   * page has lost the line, and its sister platforms define it so.
   */
  base?: ((accessKey: string, body: Uint8Array) => string | Uint8Array) | undefined;
}

/**
 * Verifies a push message and reads it. The comparison takes constant time.
 *
 * @param body the raw body of the request
 * @param authorization the header `Authorization`, in either letter case
 * @throws {SignatureError} if the header is missing or wrong: nothing was read
 * @throws {DecodeError} if it is signed, and no push message
 * @throws {ConfigError} if the credentials are missing or wrong, or the body is no raw body
 */
export declare function constructEvent(
  body: RawBody,
  authorization: string | null | undefined,
  credentials: EventCredentials,
): Event;

/**
 * Reads a push message without verifying who sent it. No digit is lost, and unknown members are kept.
 *
 * @throws {DecodeError} if it is none: no JSON object, or one with neither `messageType` nor `messageBody`
 * @throws {ConfigError} if the body is no raw body
 */
export declare function parseEvent(body: RawBody): Event;

/** A push message to be made. */
export interface TestEvent {
  /** What it is about, with or without a prefix. It stands in for `messageType`. */
  type?: string | undefined;
  /** What it is about, as it is to be sent. */
  messageType?: string | undefined;
  /** What it says: an object, or its JSON text as Xport KA sends it. */
  messageBody?: unknown;
  /** The marketplace: 0 Taobao, 1 1688. */
  messagePlatform?: unknown;
  /** When it was pushed, in milliseconds since 1970. By default now. */
  timestamp?: string | number | null | undefined;
}

/**
 * A push message as the platform would post it, to test the program that receives it.
 *
 * @throws {ConfigError} if the event cannot be sent, or the credentials are missing or wrong
 */
export declare function generateTestCallback(
  event: TestEvent,
  credentials: EventCredentials,
): { body: string; headers: { "content-type": string; authorization: string } };

/** Remembers which push messages were handled, by their keys. One that several processes share is shared by all servers. */
export interface EventStore {
  /**
   * Notes a key down, and tells whether it is new. In one step, such as `SET key 1 NX EX 21600` in Redis: of two that ask
   * at the same time only one may hear `true`. Keys may be forgotten after six hours, or twice the `tolerance` if that is
   * longer. Only `true` and `false` are answers: if it fails or returns anything else (such as Redis' own `"OK"`, `null`, 1 or
   * 0), the request is answered 500, the log says so, and the vendor sends the message again.
   */
  add(key: string): boolean | PromiseLike<boolean>;
  /** Forgets a key, because its message could not be handled. */
  remove(key: string): unknown;
}

/** Options of {@link eventHandler}. */
export interface EventHandlerOptions extends EventCredentials {
  /** Is told of each push message once. What it returns is waited for. */
  onEvent: (event: Event) => unknown;
  /**
   * Is told when `onEvent` failed, with the error, the message, and whether the vendor will send it again. If it will not,
   * since it was answered 200 before the work was done, this is the last that is heard of the message: keep it. By default
   * the `logger` is told.
   */
  onError?: ((error: unknown, event: Event, willBeRepeated: boolean) => unknown) | undefined;
  /**
   * Remembers what was handled. By default the memory of this process does, for six hours, or twice the `tolerance` if that is
   * longer. It has no maximum: only signed messages enter it, with some 100 bytes each.
   */
  store?: EventStore | undefined;
  /**
   * How long the store may take to add or remove a key, in milliseconds. By default 1000. Beyond it the log says so. After an
   * `add` that takes longer, the message is answered 503, and a repetition asks the store anew; an `add` that returns `true`
   * after all still has its message handled. After a `remove` that takes longer, `willBeRepeated` is false.
   */
  storeTimeout?: number | undefined;
  /**
   * Maximum size of a signed body, in bytes. By default 1048576 (1 MiB). Of a request without a signature at most 4096 bytes
   * are read, and of one whose `Authorization` header cannot be a signature none.
   */
  maxBytes?: number | undefined;
  /** How long the body of a request may take to arrive, in milliseconds. By default 5000. */
  bodyTimeout?: number | undefined;
  /**
   * How far the time of a message may be from now, in milliseconds. By default 10800000 (3 hours): the vendor repeats for
   * two and a half, and whether a repetition has the time of the first delivery is not documented. A message without a
   * readable time is handled: its key tells repetitions. `Infinity`, or anything beyond 30 days, needs a `store`.
   */
  tolerance?: number | undefined;
  /**
   * How long the work may take to be answered for, in milliseconds since the request came in. By default 800: the vendor
   * waits 1000. With 0 everything is answered at once, and no failure makes the vendor send a message again.
   */
  answerWithin?: number | undefined;
  /** Keeps the process alive for the work behind an answer. By default the `waitUntil` of the context, if it has one. */
  waitUntil?: ((work: Promise<void>) => void) | undefined;
  /** Is told what went wrong. By default `console`. */
  logger?: Logger | undefined;
}

/**
 * A server's handler of push messages, for whatever serves `Request` and `Response`; `nodeListener(eventHandler({ … }))`
 * for node:http and Express.
 *
 * - It verifies the raw body, and hands each message to `onEvent` once, however often and however concurrently it comes.
 * - Work that ends within 800 ms is answered for: 200 if it went well, 500 if `onEvent` failed. Then the message is
 *   forgotten, and the vendor sends it again, after half an hour, at most 5 times.
 * - Work that takes longer goes on behind a 200. If it fails then, `onError` is told: the vendor will not send it again.
 * - Work that never settles keeps its message from being handed on again. The log says so after a minute.
 * - What is signed and not a readable message is handed on, too: an event of the form `"Other"` with its `rawBody`.
 * - Other answers: 401 forged, too old or too new; 413 too large; 408 the body did not arrive in time; 405 not POST; 500 the
 *   store failed; 503 the store gave no answer in time. The log says so, for what is refused at most once a minute. What has no
 *   signature and is not a message is answered 200 and handed to nobody: the console's "Verify" expects 200, and what it posts
 *   is not documented (inferred).
 *
 * The vendor waits 1000 ms. Code that blocks the event loop blocks the answer.
 *
 * Node, Deno, Bun and Workers have it. A bundle for browsers does not: there is no server there.
 *
 * @throws {ConfigError} if an option is missing or wrong
 */
export declare function eventHandler(
  options: EventHandlerOptions,
): (request: WebRequest, context?: any) => Promise<WebResponse>;

/**
 * Makes the wasm ready where importing the package could not: in a page, in Chrome before version 115. Elsewhere there is
 * nothing left to do, and it does nothing.
 */
export declare function init(): Promise<void>;
