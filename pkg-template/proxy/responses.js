/** Responses to the page, each with its facts for the audit. */
import { Refusal } from "./refusal.js";

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** Not 502 and 504, which would fit failures of the vendor: gateways replace such responses by pages of their own. */
const STATUSES = new Map([
  ["ValidationError", 422],
  ["RouteError", 501],
  ["ConfigError", 500],
  ["SignatureError", 500],
  ["ApiError", 424],
  ["ConnectionError", 424],
  ["TimeoutError", 424],
  ["DecodeError", 424],
]);

/** Replacements for messages that may reveal details of this server: its options, its signer, its network. */
const REPLACED_MESSAGES = {
  ConfigError: "the proxy is misconfigured",
  SignatureError: "the proxy could not sign the request",
  ConnectionError: "the proxy got no response from the platform",
};

/** The end of a message, which says what to do. */
const ADVICE = /; ((?:the request|it changes nothing)[^;]*)$/;

/** The members of an error that a page receives. Others, such as `cause`, may reveal details of this server. */
const PUBLIC_MEMBERS = ["name", "sent", "issues", "kind", "code", "msg", "requestId", "developId", "status"];

/** Returns the response to a call that succeeded. */
export function successResponse({ requestId, code, msg, developId, data, status }) {
  const body = JSON.stringify({ requestId, code, msg, developId, data });
  return {
    status: statusWithBody(status),
    headers: HEADERS,
    body,
    outcome: "success",
    code: null,
    requestId,
    sent: true,
  };
}

/** Returns the vendor's status if a `Response` with a body may have it, and else 200. */
function statusWithBody(status) {
  const isUsable = Number.isInteger(status) && status >= 200 && status <= 599;
  return isUsable && ![204, 205, 304].includes(status) ? status : 200;
}

/**
 * Returns the response to a call that failed or was refused.
 *
 * @param {any} error
 * @param {{ name: string | null, started: boolean }} call the endpoint, and whether the client has started the call
 * @param {boolean} sentBefore whether the same call may have reached the vendor in an earlier request
 */
export function failureResponse(error, { name, started }, sentBefore) {
  try {
    return respond(error instanceof Refusal ? refusalOf(error, sentBefore) : failureOf(error, name), error.message);
  } catch (cause) {
    console.error("pandapon: a call failed unexpectedly:", cause);
    const message = started ? "the call failed and may have reached the vendor" : "the call failed; nothing was sent";
    const refusal = new Refusal(500, "internal_error", message, { sent: started });
    return respond(refusalOf(refusal, sentBefore), messageOf(cause));
  }
}

/**
 * @param {{ status: number, headers?: Record<string, string>, failure: any }} response
 * @param {string} message for the audit
 */
function respond({ headers, status, failure }, message) {
  const { name, sent, requestId = null, code } = failure;
  return {
    status,
    headers: { ...HEADERS, ...headers },
    body: JSON.stringify({ failure }),
    outcome: name,
    code: name === "ProxyError" ? code : null,
    requestId,
    sent,
    message,
  };
}

/**
 * @param {Refusal} refusal
 * @param {boolean} sentBefore
 */
function refusalOf({ status, code, message, sent, headers }, sentBefore) {
  const failure = { name: "ProxyError", message: `proxy: ${message}`, sent: sent || sentBefore, status, code };
  return { status, headers, failure };
}

/** Returns a failure of the client, known by its name rather than its class: the client may come from another copy. */
function failureOf(error, name) {
  const status = STATUSES.get(error.name);
  if (!status || typeof error.sent !== "boolean") throw error;
  const replaced = REPLACED_MESSAGES[error.name];
  // What to do is the end of the message, and the core's: it depends on the endpoint.
  const [, advice = error.sent ? "the request may have reached the vendor" : "nothing was sent"] =
    ADVICE.exec(error.message) ?? [];
  const message = replaced ? `${name}: ${replaced}; ${advice}` : error.message;
  const members = PUBLIC_MEMBERS.filter((member) => error[member] !== undefined).map((member) => [
    member,
    error[member],
  ]);
  return { status, failure: { ...Object.fromEntries(members), message } };
}

/** Returns the message of a thrown value of any type. */
function messageOf(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return "an unreadable error";
  }
}
