/** A call on its way: signed, sent, and sent again as often as the core says. */
import { ABORTED, Abortion } from "./abortion.js";
import { understand } from "./answer.js";
import { abortError, configError, rethrow, revive, signatureError, unsent } from "./errors.js";
import { masked } from "./observer.js";
import { attempt, member } from "./read.js";
import { send } from "./transport.js";

/** What there is instead of an outcome when the time is up. */
const LATE = Symbol("late");

/**
 * @param {import("./wasm/pandapon_bg.js").Delivery} delivery
 * @param {{ fetch?: Function, signer?: Function, proxy: boolean, stringToSign?: Function, observe?: Function }} io
 * @param {AbortSignal | undefined} signal
 */
export async function deliver(delivery, io, signal) {
  const abortion = new Abortion(signal);
  try {
    return await attempts(delivery, io, abortion);
  } finally {
    abortion.end();
    release(delivery);
  }
}

/** Frees a delivery. One in the middle of which the memory of the wasm ran out stays in use for ever. */
function release(delivery) {
  try {
    delivery.free();
  } catch {}
}

async function attempts(delivery, io, abortion) {
  const facts = JSON.parse(delivery.facts);
  const { name, url } = facts;
  /** Ends the call once its caller has aborted; `sent` says whether this try may have reached the vendor. */
  const stopIfAborted = (sent = false, isAborted = abortion.isAborted) => {
    if (!isAborted) return;
    delivery.failed("aborted by the caller", undefined, sent);
    throw abortError(JSON.parse(delivery.failure()), abortion.reason);
  };
  let finish;
  for (let attempt = 1; ; attempt++) {
    stopIfAborted();
    const request = await signed(delivery, io, facts, abortion, finish);
    stopIfAborted();
    if (!request) return finish();
    const report = (event, more) => io.observe?.({ event, name, method: request.method, url, attempt, ...more });
    report("request", { headers: masked(request.headers), body: request.body ?? undefined });
    // By an observer, for example.
    stopIfAborted();
    const answer = await tryOnce(io, request, facts, abortion);
    stopIfAborted(true, answer === ABORTED);
    const tried = note(delivery, io, facts, answer);
    // An answer that came counts, though the caller aborts at the same time.
    if (tried.failure) stopIfAborted();
    else report("response", { status: answer.status, headers: masked(answer.headers) });
    finish = tried.finish;
    if (tried.pause === undefined) return finish();
    report("retry", { error: tried.failure && JSON.parse(tried.failure).message, pause: tried.pause });
    await sleep(tried.pause, abortion);
  }
}

/** The request of a try, with its own time and nonce. That it cannot be signed again must not hide that it went out before. */
async function signed(delivery, io, { timeout }, abortion, wentOut) {
  try {
    const parts = JSON.parse(rethrow(() => delivery.begin("{}")));
    const signature = io.signer && (await remote(io.signer, parts, timeout, abortion));
    return JSON.parse(delivery.request(signature, ownString(io.stringToSign, parts)));
  } catch (error) {
    if (wentOut || abortion.isAborted) return undefined;
    throw unsent(error);
  }
}

/** What `buildRequest` gives: the request as it would go out, signed here and now. */
export function build(delivery, io, fixed) {
  try {
    if (io.signer || io.proxy) throw configError("buildRequest needs accessSecret: a signer answers only later");
    const parts = JSON.parse(rethrow(() => delivery.begin(fixed)));
    return JSON.parse(delivery.request(undefined, ownString(io.stringToSign, parts)));
  } finally {
    release(delivery);
  }
}

/** Sends a request and waits for its answer, as long as a try may take. */
async function tryOnce(io, request, facts, abortion) {
  const controller = new AbortController();
  try {
    return await within(facts.timeout, send(io, request, controller.signal, facts), abortion);
  } finally {
    controller.abort();
  }
}

/** Tells the core how a try ended: what it says of a further one, and how to finish without one. */
function note(delivery, io, facts, answer) {
  if (answer !== LATE && !answer.failed) {
    const pause = delivery.answered(answer.status, answer.headers["retry-after"]);
    return { pause, finish: () => understand(delivery, io.proxy, facts, answer) };
  }
  const { reason, code, sent } = answer.failed ?? {};
  const pause = answer === LATE ? delivery.timedOut() : delivery.failed(reason, code, sent);
  const failure = delivery.failure();
  return {
    pause,
    failure,
    finish: () => {
      throw revive(failure);
    },
  };
}

/** The signature of a function elsewhere. */
async function remote(signer, parts, timeout, abortion) {
  const asked = (async () => signer(parts))().catch((error) => {
    throw notSent("signer", messageOf(error));
  });
  const answer = await within(timeout, asked, abortion);
  if (answer === LATE) throw signatureError(`the signer gave no signature within ${timeout} ms, so nothing was sent`);
  if (typeof answer === "string" && /^[!-~]+$/.test(answer)) return answer;
  throw notSent("signer", "it must return the signature, a string");
}

/** The string to sign of the user's own function, which is given the secret: what it throws is not repeated. */
function ownString(stringToSign, parts) {
  if (!stringToSign) return undefined;
  let text;
  try {
    text = stringToSign(parts);
  } catch {
    throw notSent("stringToSign", "it threw");
  }
  if (typeof text === "string") return text;
  attempt(() => text);
  throw notSent("stringToSign", "it must return a string, not a promise of one");
}

function messageOf(error) {
  const said = [member(error, "message").read, error].find((text) => typeof text === "string");
  return said ?? "it threw";
}

function notSent(name, reason) {
  return signatureError(`${name} failed, so nothing was sent: ${reason}`);
}

/** What comes of the work; LATE if the time runs out first, ABORTED if the caller aborts. No timer outlives the wait. */
async function within(milliseconds, work, abortion) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds, LATE)));
  try {
    return await abortion.or(Promise.race([work, late]));
  } finally {
    clearTimeout(timer);
  }
}

function sleep(milliseconds, abortion) {
  return within(milliseconds, new Promise(() => {}), abortion);
}
