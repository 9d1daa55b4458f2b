/**
 * `pandapon/proxy`: signs the calls of web pages on your server.
 *
 * The protocol that `new Client({ baseUrl, signer: "proxy" })` speaks in the page:
 *
 *     POST {baseUrl}/{endpoint name}
 *     content-type: application/json
 *     x-pandapon-call: 32 random characters, new for each call
 *     x-pandapon-user: the sub-account that the page asks for, if any
 *
 * The body holds the params. The response is the vendor's envelope with its HTTP status and without loss, ids as strings:
 * `{ requestId, code, msg, developId, data }`. A failure is `{ failure: { name, message, sent, … } }`, from which the page
 * makes the same error. Where the proxy itself refuses, the name is ProxyError, and `code` says why.
 *
 * Until a call is authorised it costs little: headers of bounded length, a body of bounded size, one pass over its text.
 */
import { callWithTimeout, readPermission } from "./authorization.js";
import { CallIds } from "./call-ids.js";
import { checkHost, checkPage, endpointOf, readHeaders } from "./checks.js";
import { parseParams } from "./json.js";
import { PendingRequests } from "./pending-requests.js";
import { clientGone, overloaded, Refusal } from "./refusal.js";
import { failureResponse, successResponse } from "./responses.js";
import { readSettings } from "./settings.js";

export function createProxy(options) {
  const settings = readSettings(options);
  const { client, audit, maxConcurrent } = settings;
  const pending = new PendingRequests(settings);
  const callIds = new CallIds();
  let running = 0;

  return async (request, context) => {
    const startTime = performance.now();
    // Filled in as the request is checked.
    const call = { name: null, userId: null, id: null, started: false };
    let response;
    try {
      response = successResponse(await handle(request, context, call));
    } catch (error) {
      // A refusal must not say that nothing was sent if an earlier request with the same id was.
      response = failureResponse(error, call, callIds.mayHaveBeenSent(call.id));
    }
    const { name, userId } = call;
    const { status, outcome, code, requestId, sent, message } = response;
    const duration = Math.round(performance.now() - startTime);
    report({ name, userId, outcome, code, status, sent, requestId, message, duration });
    return new Response(response.body, { status, headers: response.headers });
  };

  /** Checks, authorises and makes the call. Returns the result of the client's `withResponse()`. */
  async function handle(request, context, call) {
    checkHost(request, settings.hosts);
    const endpoint = endpointOf(request, settings.allowed);
    call.name = endpoint.name;
    const { id, user } = readHeaders(request);
    call.id = id;
    const params = await authorizedParams(request, endpoint, user, context, call);
    if (running >= maxConcurrent) throw overloaded("too many concurrent calls", 429);
    running += 1;
    try {
      return await send(request, endpoint, params, call);
    } finally {
      running -= 1;
    }
  }

  /** Returns the params of an authorised call, and sets the sub-account that it is made for. */
  async function authorizedParams(request, endpoint, user, context, call) {
    const place = pending.enter();
    try {
      await checkPage(request, endpoint, settings);
      const params = parseParams(await pending.read(place, request));
      call.userId = await authorizedUser(request, { name: endpoint.name, params, userId: user, context });
      return params;
    } finally {
      pending.leave(place);
    }
  }

  /** Returns the sub-account to act for: the one that `authorize` names, or `null` for the client's own. */
  async function authorizedUser(request, call) {
    const { authorize, authorizeTimeout } = settings;
    const run = () => authorize(request, call);
    const result = await callWithTimeout(authorizeTimeout, request.signal, "authorize", run);
    const { userId } = readPermission(result, call.name);
    if (call.userId !== null && (userId === null || call.userId !== String(userId))) {
      throw new Refusal(403, "wrong_user", "the page asks for a sub-account other than the authorised one");
    }
    return userId;
  }

  async function send(request, { safety }, params, call) {
    if (request.signal?.aborted) throw clientGone();
    const isRead = safety === "read";
    // Any other call is awaited to its end even if the page does not wait: its outcome matters.
    const signal = isRead ? request.signal : undefined;
    const record = isRead ? undefined : callIds.begin(String(call.userId ?? ""), call.id);
    try {
      call.started = true;
      const options = { signal, userId: call.userId ?? undefined };
      const result = await client.call(call.name, params, options).withResponse();
      if (record) callIds.end(record);
      return result;
    } catch (error) {
      const failure = readFailure(error);
      if (record) callIds.fail(record, failure);
      throw signal?.aborted ? clientGone(failure.sent) : error;
    }
  }

  /** Calls `audit`. Its failure has no effect on the call. */
  async function report(event) {
    try {
      await audit?.(event);
    } catch (error) {
      console.error("pandapon: audit threw:", error);
    }
  }
}

/**
 * Returns the name and `sent` of a thrown value of any type. In doubt, the call was sent.
 *
 * @returns {{ name?: string, sent: boolean }}
 */
function readFailure(error) {
  try {
    return { name: error.name, sent: error.sent !== false };
  } catch {
    return { sent: true };
  }
}
