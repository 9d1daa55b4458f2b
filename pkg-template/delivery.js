/** Carries out what the core decides of a call: signs, sends and waits, and decides nothing. */
import { ABORTED_BY_CALLER, AbortScope } from "./abort-scope.js";
import { rememberEndpoint } from "./answers.js";
import { decodeResponse } from "./decode-response.js";
import { attempt, member } from "./encode-params.js";
import { AbortError, errorOf, outOfMemory } from "./errors.js";
import { masked } from "./observer.js";
import { ABORTED, ANSWERED, FAILED, NOT_SIGNED, READY, SIGNED, step, TIMED_OUT } from "./step.js";
import { send } from "./transport.js";

/** What a wait ends with when its time is over. */
const LATE = Symbol("late");

/**
 * @param {import("./wasm/pandapon_bg.js").Call} call
 * @param {{ fetch?: Function, signer?: Function, proxy: boolean, stringToSign?: Function, observe?: Function }} io
 * @param {AbortSignal | undefined} signal
 */
export async function deliver(call, io, signal) {
  const scope = new AbortScope(signal);
  try {
    // A caller that aborts right after the call sends nothing.
    await undefined;
    return await run(call, io, scope);
  } finally {
    scope.end();
    release(call);
  }
}

/** Frees a call. One in the middle of which the memory of the wasm ran out stays in use for ever. */
function release(call) {
  try {
    call.free();
  } catch {}
}

async function run(call, io, scope) {
  /** The last action that sent a request, and its response. */
  let request;
  let response;
  const report = (event, more) => {
    const { name, method, address: url, attempt } = request;
    io.observe?.({ event, name, method, url, attempt, ...more });
  };
  for (let event = [READY]; ; ) {
    let action = safeStep(call, event, Boolean(request));
    if (event[0] === ANSWERED) report("response", { status: response.status, headers: masked(response.headers) });
    // A response that counts does, though its caller aborts at the same time.
    if (action.do !== "done" && scope.isAborted && event[0] !== ABORTED) action = step(call, ABORTED);
    switch (action.do) {
      case "sign":
        event = await sign(io, action, scope);
        break;
      case "send":
        request = action;
        report("request", { headers: masked(request.headers), body: request.body });
        // By an observer, for example.
        if (scope.isAborted) event = [ABORTED];
        else event = eventOf((response = await sendWithin(io, request, scope)));
        break;
      case "wait":
        report("retry", { error: action.error ?? undefined, pause: action.pause });
        await within(action.pause, new Promise(() => {}), scope);
        event = [READY];
        break;
      case "done":
        return remembered(decodeResponse(call, io.proxy, response), request.name);
      default:
        throw failureOf(action.failure, scope);
    }
  }
}

/** A reply whose data knows its endpoint. */
function remembered(reply, endpoint) {
  rememberEndpoint(reply.data, endpoint);
  return reply;
}

/** A step in which the core may get no more memory; `sent` says whether a request may have left before. */
function safeStep(call, event, sent = false) {
  try {
    return step(call, ...event);
  } catch (error) {
    throw outOfMemory(error, sent);
  }
}

function failureOf(failure, scope) {
  return failure.name === "AbortError" ? new AbortError({ ...failure, cause: scope.reason }) : errorOf(failure);
}

/** What `buildRequest` returns: the request as it would go out, signed here and now. */
export function build(call, { stringToSign }, fixed) {
  try {
    let action = safeStep(call, [READY, 0, fixed]);
    if (action.do === "sign") action = safeStep(call, signString(stringToSign, action.parts));
    if (action.failure) throw errorOf(action.failure);
    const { method, url, headers, body = null } = action;
    return { method, url, headers, body };
  } finally {
    release(call);
  }
}

/** The event of a response, or of what came instead. */
function eventOf(response) {
  if (response === ABORTED_BY_CALLER) return [ABORTED, 1];
  if (response === LATE) return [TIMED_OUT];
  const { status, headers, failed } = response;
  if (failed) return [FAILED, failed.sent ? 1 : 0, `${failed.code ?? ""}\n${failed.reason}`];
  return [ANSWERED, status, headers["retry-after"]];
}

/** Sends a request and waits for the whole response, as long as an attempt may take. */
async function sendWithin(io, request, scope) {
  const controller = new AbortController();
  let response;
  try {
    response = await within(request.timeout, send(io, request, controller.signal), scope);
    return response;
  } finally {
    // Of a response that was read to its end, there is nothing to abort.
    if (!response?.body) controller.abort();
  }
}

/** The event of a user's function that signs, or that makes the string to sign. */
async function sign({ signer, stringToSign }, { parts, timeout }, scope) {
  if (stringToSign) return signString(stringToSign, parts);
  const signed = (async () => signer(parts))().then(
    (signature) => [SIGNED, 0, textOrNothing(signature)],
    (error) => [NOT_SIGNED, 0, messageOf(error)],
  );
  const event = await within(timeout, signed, scope);
  return event === LATE ? [TIMED_OUT] : event === ABORTED_BY_CALLER ? [ABORTED] : event;
}

/** The event of the user's function that makes the string to sign. It is given the secret: what it throws is not repeated. */
function signString(stringToSign, parts) {
  try {
    const text = stringToSign(parts);
    if (typeof text !== "string") attempt(() => text);
    return [SIGNED, 0, textOrNothing(text)];
  } catch {
    return [NOT_SIGNED];
  }
}

function textOrNothing(value) {
  return typeof value === "string" ? value : undefined;
}

function messageOf(error) {
  return textOrNothing(member(error, "message").read) ?? textOrNothing(error);
}

/** Resolves as `work` does; to LATE if the time is over first, to ABORTED_BY_CALLER if the caller aborts. Leaves no timer. */
async function within(milliseconds, work, scope) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds, LATE)));
  try {
    return await scope.race(Promise.race([work, late]));
  } finally {
    clearTimeout(timer);
  }
}
