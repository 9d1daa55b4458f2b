/**
 * Calls of pages, signed on a server of one's own: a page must never hold the access secret.
 *
 * @module pandapon/proxy
 */
import type { Client, EndpointName, IdInput, ProxyErrorCode, Safety, WebRequest, WebResponse } from "../index.js";

/** An endpoint, a group of them such as `alibaba.refund.*`, or all of them. */
export type AllowPattern = EndpointName | `${string}.*` | "*";

/** A call that a page asks for. */
export interface ProxyCall {
  /** The endpoint, one of those that `allow` names. */
  readonly name: EndpointName;
  /**
   * What the page gives, not yet validated: that follows, by the same rules as in the page. They look as the vendor wants
   * them: structures that it keeps as text are text; ids are text, or numbers if those are safe. At most 20000 members and
   * items, 64 levels deep.
   */
  readonly params: Readonly<Record<string, unknown>>;
  /** The sub-account that the page asks for by `userId` or `withUser`; `null` if it leaves the choice to you. */
  readonly userId: string | null;
  /** What the handler was given besides the request: from `nodeListener`, `{ req, res }`. */
  readonly context: any;
}

/**
 * What `authorize` says to a call. Yes is `true`, for the client's own sub-account, or an object with the one member `userId`: the
 * id of a sub-account, or `null` for the client's own. `false` is answered 403, nothing at all 401. Everything else is a mistake,
 * answered 500 and written to the console without its values: a `Response`, an `Error`, a string, a number, `{ ok: false }`, an
 * object with further members or of a class of its own, a `userId` that is `undefined`, empty or a number that is not safe.
 */
export type Permission = boolean | null | undefined | { readonly userId: IdInput | null };

/** What became of a request to the proxy. It holds no secret, no header and no params. */
export interface AuditEvent {
  /** The endpoint; `null` if the request named none that is allowed. */
  readonly name: EndpointName | null;
  /** The sub-account that `authorize` named; `null` for that of the client. */
  readonly userId: IdInput | null;
  /** `"success"`, `"ProxyError"` if the proxy refused, or the name of the client's error. */
  readonly outcome: string;
  /** Why the proxy refused; `null` if it did not. */
  readonly code: ProxyErrorCode | null;
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
   * The body of the request was read before. What it throws is answered 500 without details, and written to the console; what it
   * answers after `authorizeTimeout` is not used.
   */
  authorize(request: WebRequest, call: ProxyCall): Permission | PromiseLike<Permission>;
  /** Is told what became of each request. What it throws changes nothing, and no answer waits for it. */
  audit?: ((event: AuditEvent) => unknown) | undefined;
  /**
   * How large a body may be: 2097152 by default, 2 MiB, which holds a picture of 1 MB in base64. `product.searchByImage`
   * takes pictures of 3 MB: set 4500000 for those.
   */
  maxBytes?: number | undefined;
  /** How many authorised calls may be under way at a time; more are answered 429. By default 100. */
  maxConcurrent?: number | undefined;
  /**
   * How many requests may wait at a time to be authorised, their bodies being read among them. By default 1000. Beyond it the body
   * that has stalled the longest is given up (503), or, if none is being read, the new request refused.
   */
  maxPending?: number | undefined;
  /** How many bytes of their bodies are kept together: 67108864 by default, 64 MiB. Beyond it, as with `maxPending`. */
  maxPendingBytes?: number | undefined;
  /**
   * How long a body may take to arrive, in milliseconds: 30000 by default. One that brings less than 1024 bytes in 5000 ms is given
   * up sooner. Both are answered 408.
   */
  bodyTimeout?: number | undefined;
  /** How long `authorize` may take, and `csrf` if it is a function, in milliseconds: 10000 by default. Then it is 503. */
  authorizeTimeout?: number | undefined;
  /**
   * How a request is told from one that a page of another site makes a browser send. `"same-origin"`, the default, goes
   * by `Sec-Fetch-Site` and `Origin`, and lets requests that have neither read only. A function of your own, such as a check
   * of a token, takes the place of that: `true` is yes, `false` or nothing no (403), and everything else a mistake (500). It is
   * asked before the body is read, and must leave it unread.
   */
  csrf?:
    | "same-origin"
    | ((
        request: WebRequest,
        call: { readonly name: EndpointName; readonly safety: Safety },
      ) => boolean | null | undefined | PromiseLike<boolean | null | undefined>);
  /**
   * The origins of the pages that may call, as browsers write them, such as `https://shop.example`. Given these, `Origin` is
   * compared with them alone, whatever name the request was sent to; all others are answered 403.
   *
   * Left out, any page may call that is of the same site as the request, but for pages over plain http from a named host. A site can
   * have its own name pointed at your server (DNS rebinding): for the browser of a visitor it is then of the same site. Only a name
   * that TLS has proved, an address of IP or `localhost` cannot be taken over so.
   */
  origins?: readonly string[] | undefined;
  /**
   * The names that the proxy answers under, in `Host`, such as `shop.example` or `localhost:8080`; without a port, with any. A
   * request to another name is answered 421, even to read. Left out, all are.
   */
  hosts?: readonly string[] | undefined;
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
 * that is no read and comes again under the same id, from the same sub-account, is refused with 409, until ten minutes after the
 * first has ended; `sent` is as it was for the first. An id is used up only by a call that was valid. A process remembers its own
 * alone: 10000 ids of a sub-account (then 429) and 100000 in all (503).
 *
 * @throws {ConfigError} if an option is missing or wrong, or a pattern matches no endpoint
 */
export declare function createProxy(
  options: ProxyOptions,
): (request: WebRequest, context?: any) => Promise<WebResponse>;
