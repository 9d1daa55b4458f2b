/**
 * Requests that must be sent once leave on a connection of their own: when one that was kept from an earlier request breaks, many a
 * runtime's fetch sends the request again by itself. Node's does not, and Bun's is told by `keepalive: false`.
 */

/** Where undici, Node's fetch, keeps what sends its requests. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

/** A client for Deno's fetch that makes a connection for each request, and must be closed; nothing elsewhere. */
export function ownClient() {
  try {
    // Nor HTTP/2: Deno repeats requests on a connection of it that the server gives up.
    return globalThis.Deno?.createHttpClient({ poolMaxIdlePerHost: 0, http2: false });
  } catch {
    return undefined;
  }
}

/** What sends one request for Node's fetch, and no second one, as the Fetch standard asks for after a 421; nothing elsewhere. */
export function singleDispatcher() {
  // Node sets it when a class of fetch is first used.
  const dispatcher = globalThis.Response && globalThis[DISPATCHER];
  let isSent = false;
  const dispatch = (...args) => {
    if (isSent) throw new Error("HTTP 421, after which fetch would send it again");
    isSent = true;
    return dispatcher.dispatch(...args);
  };
  return dispatcher && { dispatch };
}

/**
 * Whether this runtime repeats a request all the same: workerd and WebKit do it with GET, Chromium with POST, too, and none can be
 * told not to.
 */
export function mayRepeat(method) {
  const agent = globalThis.navigator?.userAgent;
  return /^Mozilla/.test(agent) || (method === "GET" && agent === "Cloudflare-Workers");
}
