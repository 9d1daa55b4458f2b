/**
 * Signs the calls of web pages on your server: a page must never hold the access secret.
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
   * The params of the page. They are validated afterwards, by the same rules as in the page. They have the form that the vendor
   * takes: some structures are JSON text; ids are strings, or safe numbers. At most 20000 members and items, 64 levels deep.
   */
  readonly params: Readonly<Record<string, unknown>>;
  /** The sub-account that the page asks for by `userId` or `withUser`; `null` if it asks for none. */
  readonly userId: string | null;
  /** The second argument of the handler: `{ req, res }` from `nodeListener`. */
  readonly context: any;
}

/**
 * The result of `authorize`. `true` allows the call for the client's own sub-account; an object with the single member `userId`
 * allows it for that sub-account, or for the client's own if it is `null`. `false` is answered 403, `undefined` and `null` 401.
 * Everything else is a mistake, answered 500 and logged to the console without values: a `Response`, an `Error`, a string,
 * a number, `{ ok: false }`, an object with other members or of a class, a `userId` that is `undefined`, empty or an unsafe number.
 */
export type Permission = boolean | null | undefined | { readonly userId: IdInput | null };

/** The outcome of a request to the proxy. It contains no secret, no header and no params. */
export interface AuditEvent {
  /** The endpoint; `null` if the request named none that is allowed. */
  readonly name: EndpointName | null;
  /** The sub-account that `authorize` returned; `null` for that of the client. */
  readonly userId: IdInput | null;
  /** `"success"`, `"ProxyError"` if the proxy refused, or the name of the client's error. */
  readonly outcome: string;
  /** The reason for which the proxy refused; `null` if it did not. */
  readonly code: ProxyErrorCode | null;
  /** The HTTP status of the response to the page. */
  readonly status: number;
  /** Whether the call may have reached the vendor. */
  readonly sent: boolean;
  /** The vendor's id of the request. */
  readonly requestId: string | null;
  /** The whole error message. The page receives less of it if it is about your server. */
  readonly message?: string | undefined;
  /** Duration in milliseconds. */
  readonly duration: number;
}

/** Options of a proxy. */
export interface ProxyOptions {
  /** Signs and sends the calls. It retries reads by its options; pages retry nothing. */
  client: Client;
  /** The endpoints that pages may call. All others are refused. */
  allow: readonly AllowPattern[];
  /**
   * Decides whether a call is allowed, and for which sub-account. A page that asks for another one is refused. The body of the
   * request has been read. An error is answered 500 without details, and logged to the console; a result after
   * `authorizeTimeout` is ignored.
   */
  authorize(request: WebRequest, call: ProxyCall): Permission | PromiseLike<Permission>;
  /** Called with the outcome of each request. It is not awaited, and its errors have no effect. */
  audit?: ((event: AuditEvent) => unknown) | undefined;
  /**
   * Maximum size of a body, in bytes. By default 2097152 (2 MiB), enough for a picture of 1 MB in base64. `product.searchByImage`
   * takes pictures of 3 MB: set 4500000 for those.
   */
  maxBytes?: number | undefined;
  /** Maximum number of concurrent authorised calls; more are answered 429. By default 100. */
  maxConcurrent?: number | undefined;
  /**
   * Maximum number of requests that wait to be authorised, including those whose bodies are being read. By default 1000. Beyond it,
   * the body that has stalled the longest is dropped (503), or, if none is being read, the new request is refused.
   */
  maxPending?: number | undefined;
  /** Maximum size of all their bodies together. By default 67108864 (64 MiB). Beyond it, as for `maxPending`. */
  maxPendingBytes?: number | undefined;
  /**
   * Maximum time for a body to arrive, in milliseconds. By default 30000. One with less than 1024 bytes in 5000 ms is dropped
   * sooner. Both are answered 408.
   */
  bodyTimeout?: number | undefined;
  /** Maximum duration of `authorize`, and of `csrf` if it is a function, in milliseconds. By default 10000. Beyond it: 503. */
  authorizeTimeout?: number | undefined;
  /**
   * Recognises requests that a page of another site makes a browser send. `"same-origin"`, the default, checks `Sec-Fetch-Site`
   * and `Origin`, and allows requests without both only to read. A function, such as a check of a token, replaces that: `true` allows
   * the request, `false`, `undefined` and `null` refuse it (403), and everything else is a mistake (500). It is called before the
   * body is read, and must not read it.
   */
  csrf?:
    | "same-origin"
    | ((
        request: WebRequest,
        call: { readonly name: EndpointName; readonly safety: Safety },
      ) => boolean | null | undefined | PromiseLike<boolean | null | undefined>);
  /**
   * The allowed origins of pages, as browsers write them, such as `https://shop.example`. `Origin` is then compared with them alone,
   * whatever host the request names; all others are answered 403.
   *
   * By default, pages of the same site as the request may call, except pages over plain HTTP from a named host. A site can point its
   * own domain at your server (DNS rebinding): for a visitor's browser it is then the same site. Only a name proved by TLS, an IP
   * address and `localhost` are safe from that.
   */
  origins?: readonly string[] | undefined;
  /**
   * The allowed values of `Host`, such as `shop.example` or `localhost:8080`; one without a port matches every port. A request for
   * another host is answered 421, even to read. By default all are allowed.
   */
  hosts?: readonly string[] | undefined;
}

/**
 * Returns a handler that makes the calls of pages. It can be mounted under any path: the last segment names the endpoint.
 *
 *     const proxy = createProxy({ client, allow: ["alibaba.product.*"], authorize: (request) => userOf(request) });
 *     createServer(nodeListener(proxy)).listen(8080); // Node; in Workers and Deno: { fetch: proxy }
 *
 * In the page: `new Client({ baseUrl: "/api", signer: "proxy" })`.
 *
 * A call is completed even if the page closes the connection, unless it only reads: its outcome is money. A call that does not
 * only read and arrives again with the same id, for the same sub-account, is refused with 409 until ten minutes after the first
 * has ended; `sent` is that of the first. Only valid calls use up their id. Each process remembers its own calls: 10000 ids of a
 * sub-account (then 429) and 100000 in all (then 503).
 *
 * @throws {ConfigError} if an option is missing or invalid, or a pattern matches no endpoint
 */
export declare function createProxy(
  options: ProxyOptions,
): (request: WebRequest, context?: any) => Promise<WebResponse>;
