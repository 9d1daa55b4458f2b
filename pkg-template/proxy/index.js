/**
 * `pandapon/proxy`: calls of pages, signed on a server of one's own.
 *
 * The protocol, which `new Client({ baseUrl, signer: "proxy" })` speaks in the page:
 *
 *     POST {baseUrl}/{endpoint name}
 *     content-type: application/json
 *     x-pandapon-call: 32 random characters, another for each call
 *     x-pandapon-user: the sub-account that the page asks for, if it does
 *
 * The body holds the params. The answer is the vendor's envelope with its HTTP status, ids as strings, no digit lost:
 * `{ requestId, code, msg, developId, data }`. Whatever failed instead is `{ failure: { name, message, sent, … } }`, which
 * the page makes the same error of. Where the proxy itself refuses, the name is ProxyError, and `code` says why.
 *
 * Until somebody has authorised a call, it costs little: headers of a bounded length, a body under limits of its own, one
 * pass over its text.
 */
import { answerOf, failureAnswer } from "./answers.js";
import { readPermission, within } from "./asking.js";
import { CallIds } from "./call-ids.js";
import { parseParams } from "./json.js";
import { checkHost, checkPage } from "./origin.js";
import { PendingRequests } from "./pending.js";
import { gone, overloaded, Refusal } from "./refusal.js";
import { checkForm, endpointOf } from "./request.js";
import { readSettings } from "./settings.js";

export function createProxy(options) {
  const settings = readSettings(options);
  const { client, audit, maxConcurrent } = settings;
  const pending = new PendingRequests(settings);
  const callIds = new CallIds();
  let running = 0;

  return async (request, context) => {
    const started = performance.now();
    // What is known of the call, as far as it gets.
    const call = { name: null, userId: null, id: null, left: false };
    let answer;
    try {
      answer = answerOf(await answered(request, context, call));
    } catch (error) {
      // A refusal is no comfort where the same call came before, and left.
      answer = failureAnswer(error, call, callIds.mayHaveBeenSent(call.id));
    }
    const { name, userId } = call;
    const { status, outcome, code, requestId, sent, message } = answer;
    const duration = Math.round(performance.now() - started);
    tell({ name, userId, outcome, code, status, sent, requestId, message, duration });
    return new Response(answer.body, { status, headers: answer.headers });
  };

  /** What a client's `withResponse()` gives, if the request may be made at all. */
  async function answered(request, context, call) {
    checkHost(request, settings.hosts);
    const endpoint = endpointOf(request, settings.allowed);
    call.name = endpoint.name;
    const { id, wanted } = checkForm(request);
    call.id = id;
    const params = await authorized(request, endpoint, wanted, context, call);
    if (running >= maxConcurrent) throw overloaded("too many calls at a time", 429);
    running += 1;
    try {
      return await send(request, endpoint, params, call);
    } finally {
      running -= 1;
    }
  }

  /** The params of a call that may be made; notes the sub-account to make it for. */
  async function authorized(request, endpoint, wanted, context, call) {
    const place = pending.enter();
    try {
      await checkPage(request, endpoint, settings);
      const params = parseParams(await pending.read(place, request));
      const asked = { name: endpoint.name, params, userId: wanted, context };
      call.userId = await permitted(request, asked);
      return params;
    } finally {
      pending.leave(place);
    }
  }

  /** The sub-account to act for: the one that `authorize` names, or `null` for the client's own. */
  async function permitted(request, asked) {
    const { authorize, authorizeTimeout } = settings;
    const answer = await within(authorizeTimeout, request.signal, "authorize", () => authorize(request, asked));
    const { userId } = readPermission(answer, asked.name);
    if (asked.userId !== null && (userId === null || asked.userId !== String(userId))) {
      throw new Refusal(403, "wrong_user", "the page asks for a sub-account that is not its own");
    }
    return userId;
  }

  async function send(request, { safety }, params, call) {
    if (request.signal?.aborted) throw gone();
    const isRead = safety === "read";
    // A call that was sent is followed to its end, whether or not the page waits: its outcome matters.
    const signal = isRead ? request.signal : undefined;
    const remembered = isRead ? undefined : callIds.begin(userOf(call), call.id);
    try {
      call.left = true;
      const given = { signal, userId: call.userId ?? undefined };
      const reply = await client.call(call.name, params, given).withResponse();
      if (remembered) callIds.end(remembered);
      return reply;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (remembered) callIds.fail(remembered, outcome);
      throw signal?.aborted ? gone(outcome.sent) : error;
    }
  }

  /** Tells the integrator; what that throws changes nothing. */
  async function tell(event) {
    try {
      await audit?.(event);
    } catch (error) {
      console.error("pandapon: audit threw:", error);
    }
  }
}

/** The sub-account as text, the client's own as none. */
function userOf({ userId }) {
  return String(userId ?? "");
}

/** How a call failed, of an error that may be anything: in doubt it was sent. */
function outcomeOf(error) {
  try {
    return { name: error.name, sent: error.sent !== false };
  } catch {
    return { sent: true };
  }
}
