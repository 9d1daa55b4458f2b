/**
 * Calls of pages, signed on a server of one's own: a page must never hold the access secret.
 *
 * @module pandapon/proxy
 */
import type { Client, EndpointName, IdInput, Safety, WebRequest, WebResponse } from "../index.js";

/** An endpoint, a group of them such as `alibaba.refund.*`, or all of them. */
export type AllowPattern = EndpointName | `${string}.*` | "*";

/** A call that a page asks for. */
export interface ProxyCall {
  /** The endpoint, one of those that `allow` names. */
  readonly name: EndpointName;
  /**
   * What the page gives, not yet validated: that follows, by the same rules as in the page. They look as the vendor wants
   * them: structures that it keeps as text are text; ids are text, or numbers if those are safe.
   */
  readonly params: Readonly<Record<string, unknown>>;
  /** The sub-account that the page asks for by `userId` or `withUser`; `null` if it leaves the choice to you. */
  readonly userId: string | null;
  /** What the handler was given besides the request: from `nodeListener`, `{ req, res }`. */
  readonly context: any;
}

/** What `authorize` says to a call: `true`, or for which sub-account; `false` is answered 403, nothing at all 401. */
export type Permission = boolean | null | undefined | { readonly userId?: IdInput | undefined };

/** What became of a request to the proxy. It holds no secret, no header and no params. */
export interface AuditEvent {
  /** The endpoint; `null` if the request named none that is allowed. */
  readonly name: EndpointName | null;
  /** The sub-account that `authorize` named; `null` for that of the client. */
  readonly userId: IdInput | null;
  /** `"success"`, `"ProxyError"` if the proxy refused, or the name of the client's error. */
  readonly outcome: string;
  /** The HTTP status of the answer to the page. */
  readonly status: number;
  /** Whether the call may have reached the vendor. */
  readonly sent: boolean;
  /** The vendor's id of the request. */
  readonly requestId: string | null;
  /** What went wrong, in full. The page hears less of it where it is about your server. */
  readonly message?: string | undefined;
  /** How long it took, in milliseconds. */
  readonly duration: number;
}

/** How a proxy is made. */
export interface ProxyOptions {
  /** Signs and sends. It repeats reads as its options say; pages repeat nothing. */
  client: Client;
  /** What pages may call. Nothing is allowed that is not named here. */
  allow: readonly AllowPattern[];
  /**
   * Tells who may make a call, and for which sub-account. A page that asks for another than the one you name is refused.
   * The body of the request was read before. What it throws is answered 500 without details, and written to the console.
   */
  authorize(request: WebRequest, call: ProxyCall): Permission | PromiseLike<Permission>;
  /** Is told what became of each request. What it throws changes nothing. */
  audit?: ((event: AuditEvent) => unknown) | undefined;
  /**
   * How large a body may be: 2097152 by default, 2 MiB, which holds a picture of 1 MB in base64. `product.searchByImage`
   * takes pictures of 3 MB: set 4500000 for those.
   */
  maxBytes?: number | undefined;
  /** How many calls may be under way at a time; more are answered 429. By default 100. */
  maxConcurrent?: number | undefined;
  /**
   * How a request is told from one that a page of another site makes a browser send. `"same-origin"`, the default, goes
   * by `Sec-Fetch-Site` and `Origin`, and lets requests that have neither read only. A function of your own, such as a check
   * of a token, takes the place of that; it must leave the body unread.
   */
  csrf?: "same-origin" | ((request: WebRequest, call: { readonly name: EndpointName; readonly safety: Safety }) => unknown);
}

/**
 * A handler that makes the calls of pages, to be mounted under any path: the last segment names the endpoint.
 *
 *     const proxy = createProxy({ client, allow: ["alibaba.product.*"], authorize: (request) => userOf(request) });
 *     createServer(nodeListener(proxy)).listen(8080); // Node; in Workers and Deno: { fetch: proxy }
 *
 * In the page: `new Client({ baseUrl: "/api", signer: "proxy" })`.
 *
 * A call that was sent is followed to its end when the page goes away, unless it only reads: its outcome is money. A call
 * that is no read and comes again under the same id is refused with 409, for ten minutes and the last 10000 of them; a process
 * remembers its own alone.
 *
 * @throws {ConfigError} if an option is missing or wrong, or a pattern matches no endpoint
 */
export declare function createProxy(options: ProxyOptions): (request: WebRequest, context?: any) => Promise<WebResponse>;
