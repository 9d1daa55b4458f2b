/** What the page is answered, and what is told of it to the integrator. */
import { Refusal } from "./refusal.js";

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** Not 502 and 504, though the vendor is behind: gateways put pages of their own in the place of such answers. */
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

/** Messages that may tell of this server's inside: of its options, its signer, its network. */
const PRIVATE = {
  ConfigError: "the proxy is not set up right",
  SignatureError: "the proxy could not sign",
  ConnectionError: "the proxy got no answer from the vendor",
};

/** What a page is told of an error. All others, such as a cause, may tell of this server's inside, too. */
const PUBLIC = ["name", "sent", "issues", "kind", "code", "msg", "requestId", "developId", "status"];

/** A success. */
export function answerOf({ requestId, code, msg, developId, data, status }) {
  const body = JSON.stringify({ requestId, code, msg, developId, data });
  return { status: withBody(status), headers: HEADERS, body, outcome: "success", code: null, requestId, sent: true };
}

/** The vendor's status, where a `Response` may have it along with a body. */
function withBody(status) {
  const isUsable = Number.isInteger(status) && status >= 200 && status <= 599;
  return isUsable && ![204, 205, 304].includes(status) ? status : 200;
}

/**
 * Whatever went wrong.
 *
 * @param {unknown} error
 * @param {{ name: string | null, left: boolean }} call the endpoint, and whether the client was asked to make the call
 * @param {boolean} cameBefore whether the same call may have reached the vendor before
 */
export function failureAnswer(error, { name, left }, cameBefore) {
  try {
    return failed(error instanceof Refusal ? ofRefusal(error, cameBefore) : ofCall(error, name), error.message);
  } catch (cause) {
    console.error("pandapon: a call failed in an unknown way:", cause);
    const message = left ? "the call failed, and may have reached the vendor" : "the call failed; nothing was sent";
    return failed(ofRefusal(new Refusal(500, "internal_error", message, { sent: left }), cameBefore), textOf(cause));
  }
}

function failed({ headers, status, failure }, message) {
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

function ofRefusal({ status, code, message, sent, headers }, cameBefore) {
  const failure = { name: "ProxyError", message: `proxy: ${message}`, sent: sent || cameBefore, status, code };
  return { status, headers, failure };
}

/** A failure of the client, by its name and shape rather than its class: the client may be of another copy. */
function ofCall(error, name) {
  const status = STATUSES.get(error.name);
  if (!status || typeof error.sent !== "boolean") throw error;
  const advice = error.sent
    ? "the request may have reached the vendor, so look up its outcome before repeating it"
    : "nothing was sent";
  const own = PRIVATE[error.name];
  const message = own ? `${name}: ${own}; ${advice}` : error.message;
  const members = PUBLIC.filter((member) => error[member] !== undefined).map((member) => [member, error[member]]);
  return { status, failure: { ...Object.fromEntries(members), message } };
}

/** The message of an error that may be anything. */
function textOf(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return "an error that could not be read";
  }
}
