/** Carries out what the core decides of a call: signs, sends and waits, and decides nothing. */
import { ABORTED_BY_CALLER, AbortScope } from "./abort-scope.js";
import { rememberEndpoint } from "./answers.js";
import { decodeResponse } from "./decode-response.js";
import { attempt, member } from "./encode-params.js";
import { errorOf, outOfMemory, rethrowControlFlow } from "./errors.js";
import { masked, now } from "./observer.js";
import { ABORTED, ANSWERED, DESCRIBE, FAILED, NOT_SIGNED, READY, SIGNED, step, TIMED_OUT, VETOED } from "./step.js";
import { send } from "./transport.js";

/** What a wait ends with when its time is over. */
const LATE = Symbol("late");

/**
 * @param {import("./wasm/pandapon_bg.js").Call} call
 * @param {{ fetch?: Function, signer?: Function, proxy: boolean, stringToSign?: Function, beforeSend?: Function, observe?: Function }} io
 * @param {AbortSignal | undefined} signal
 * @param {{ callId: string, endpoint: string | null, safety: string | null, attempts: number }} facts of the call, kept up to date
 */
export async function deliver(call, io, signal, facts) {
  const scope = new AbortScope(signal);
  try {
    // A caller that aborts right after the call sends nothing.
    await undefined;
    return await run(call, io, scope, facts);
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

async function run(call, io, scope, facts) {
  /** The last action that sent a request, when that was, and its response. */
  let request;
  let sentAt = 0;
  let response;
  /** What the user's functions threw, by the errors of which it may be the cause. */
  const causes = {};
  const report = (kind, more) => io.observe?.(kind, { ...eventOf(facts, request), ...more });
  for (let event = [READY]; ; ) {
    if (event[0] === READY && io.beforeSend) event = (await veto(call, io, facts, scope)) ?? event;
    if (event.length > 3) causes[event[0] === NOT_SIGNED ? "SignatureError" : "ConnectionError"] = event[3];
    let action = safeStep(call, event, Boolean(request));
    if (event[0] === ANSWERED) {
      const { status, headers } = response;
      report("response", { status, headers: masked(headers), duration: now() - sentAt });
    }
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
        if (scope.isAborted) {
          event = [ABORTED];
          break;
        }
        facts.attempts = request.attempt;
        sentAt = now();
        event = outcomeOf((response = await sendWithin(io, request, scope)));
        break;
      case "wait": {
        const { error, errorName, pause } = action;
        const failure = error ? { error, errorName } : {};
        report("retry", { ...failure, pause, duration: now() - sentAt });
        await within(pause, new Promise(() => {}), scope);
        event = [READY];
        break;
      }
      case "done":
        return remembered(decodeResponse(call, io.proxy, response), facts.endpoint);
      default: {
        const { failure } = action;
        throw errorOf(failure, { cause: failure.name === "AbortError" ? scope.reason : causes[failure.name] });
      }
    }
  }
}

/** A reply whose data knows its endpoint. */
function remembered(reply, endpoint) {
  rememberEndpoint(reply.data, endpoint);
  return reply;
}

/** What every event of an attempt has. */
function eventOf({ callId, endpoint, safety }, { method, address: url, attempt }) {
  return { callId, endpoint, safety, attempt, method, url, time: Date.now() };
}

/** A step in which the core may get no more memory; `sent` says whether a request may have left before. */
function safeStep(call, event, sent = false) {
  try {
    return step(call, ...event);
  } catch (error) {
    throw outOfMemory(error, sent);
  }
}

/** The event of a user's `beforeSend` that lets nothing leave; nothing if the attempt may begin. */
async function veto(call, { beforeSend }, facts, scope) {
  const { timeout, body, ...request } = safeStep(call, [DESCRIBE], facts.attempts > 0);
  const event = { ...eventOf(facts, request), attempt: request.attempt + 1, body };
  const asked = (async () => beforeSend(event))().then(
    () => undefined,
    (error) => vetoed(messageOf(error) ?? "it rejected", error),
  );
  return outcomeWithin(timeout, asked, scope, () => vetoed(`it did not settle within ${timeout} ms`));
}

function vetoed(reason, error) {
  rethrowControlFlow(error);
  return [VETOED, 0, `beforeSend let nothing leave: ${reason}`, error];
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
function outcomeOf(response) {
  if (response === ABORTED_BY_CALLER) return [ABORTED, 1];
  if (response === LATE) return [TIMED_OUT];
  const { status, headers, failed } = response;
  if (failed) return [FAILED, failed.sent ? 1 : 0, `${failed.code ?? ""}\n${failed.reason}`, failed.cause];
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
    (error) => {
      rethrowControlFlow(error);
      return [NOT_SIGNED, 0, messageOf(error), error];
    },
  );
  return outcomeWithin(timeout, signed, scope, () => [TIMED_OUT]);
}

/** The event of a user's function, unless the caller aborts or the time is over before. */
async function outcomeWithin(timeout, event, scope, late) {
  const outcome = await within(timeout, event, scope);
  return outcome === LATE ? late() : outcome === ABORTED_BY_CALLER ? [ABORTED] : outcome;
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
