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
 * the page makes the same error of. Where the proxy itself refuses, the name is ProxyError.
 */
import { CallIds } from "./call-ids.js";
import { answerOf, failureAnswer } from "./answers.js";
import { Refusal } from "./refusal.js";
import { readSettings } from "./settings.js";
import { checkForm, checkPage, endpointOf, paramsOf } from "./request.js";

export function createProxy(options) {
  const { client, allowed, authorize, audit, maxBytes, maxConcurrent, csrf } = readSettings(options);
  const callIds = new CallIds();
  let running = 0;

  return async (request, context) => {
    const started = performance.now();
    // What is known of the call, as far as it gets.
    const call = { name: null, userId: null };
    let answer;
    try {
      answer = answerOf(await answered(request, context, call));
    } catch (error) {
      answer = failureAnswer(error, call.name);
    }
    const { status, outcome, requestId, sent, message } = answer;
    const duration = Math.round(performance.now() - started);
    tell({ ...call, outcome, status, sent, requestId, message, duration });
    return new Response(answer.body, { status, headers: answer.headers });
  };

  /** What a client's `withResponse()` gives, if the request may be made at all. */
  async function answered(request, context, call) {
    const endpoint = endpointOf(request, allowed);
    call.name = endpoint.name;
    const id = checkForm(request);
    await checkPage(request, endpoint, csrf);
    if (running >= maxConcurrent) {
      throw new Refusal(429, "too many calls at a time", { headers: { "retry-after": "1" } });
    }
    running += 1;
    try {
      const params = await paramsOf(request, maxBytes);
      call.userId = await authorized(request, { name: endpoint.name, params }, context);
      return await send(request, endpoint, params, call.userId, id);
    } finally {
      running -= 1;
    }
  }

  /** The sub-account to act for: the one that `authorize` names, else the client's own. */
  async function authorized(request, { name, params }, context) {
    const wanted = request.headers.get("x-pandapon-user");
    let permission;
    try {
      permission = await authorize(request, { name, params, userId: wanted, context });
    } catch (error) {
      console.error("pandapon: authorize threw:", error);
      throw new Refusal(500, "the proxy could not tell who may do this");
    }
    if (permission === false) throw new Refusal(403, `not allowed for you: ${name}`);
    if (!permission) throw new Refusal(401, "sign in first");
    const userId = permission.userId ?? null;
    if (wanted !== null && wanted !== String(userId)) {
      throw new Refusal(403, "the page asks for a sub-account that is not its own");
    }
    return userId;
  }

  async function send(request, { name, safety }, params, userId, id) {
    if (request.signal?.aborted) throw gone();
    // A call that was sent is followed to its end, whether or not the page waits: its outcome matters.
    const signal = safety === "read" ? request.signal : undefined;
    if (safety !== "read" && !callIds.add(id)) {
      // By a network that repeats requests, or by somebody who listened. What became of the first nobody can say here.
      throw new Refusal(409, "this very call came before, and was not made again", { sent: true });
    }
    try {
      return await client.call(name, params, { signal, userId: userId ?? undefined }).withResponse();
    } catch (error) {
      throw signal?.aborted ? gone() : error;
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

function gone() {
  return new Refusal(499, "the page went away");
}
