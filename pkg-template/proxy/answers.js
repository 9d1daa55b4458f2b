/** What the page is answered, and what is told of it to the integrator. */
import { Refusal } from "./refusal.js";

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

/** Not 502 and 504, though the vendor is behind: gateways put pages of their own in the place of such answers. */
const STATUSES = {
  ValidationError: 422,
  RouteError: 501,
  ConfigError: 500,
  SignatureError: 500,
  ApiError: 424,
  ConnectionError: 424,
  TimeoutError: 424,
  DecodeError: 424,
};

/** Messages that may tell of this server's inside: of its options, its signer, its network. */
const PRIVATE = {
  ConfigError: "the proxy is not set up right",
  SignatureError: "the proxy could not sign",
  ConnectionError: "the proxy got no answer from the vendor",
};

/** A success. */
export function answerOf({ requestId, code, msg, developId, data, status }) {
  const body = JSON.stringify({ requestId, code, msg, developId, data });
  // 204 and 205 have no body, and this has one.
  const withBody = status === 204 || status === 205 ? 200 : status;
  return { status: withBody, headers: HEADERS, body, outcome: "success", requestId, sent: true };
}

/** Whatever went wrong. */
export function failureAnswer(error, name) {
  const { headers, status, failure } = error instanceof Refusal ? ofRefusal(error) : ofCall(error, name);
  return {
    status,
    headers: { ...HEADERS, ...headers },
    body: JSON.stringify({ failure }),
    outcome: failure.name,
    requestId: failure.requestId ?? null,
    sent: failure.sent,
    message: error.message,
  };
}

function ofRefusal({ status, message, sent, headers }) {
  return { status, headers, failure: { name: "ProxyError", message: `proxy: ${message}`, sent, status } };
}

/** A failure of the client, by its name and shape rather than its class: the client may be of another copy. */
function ofCall(error, name) {
  const status = STATUSES[error?.name];
  if (!status || typeof error.sent !== "boolean") {
    console.error("pandapon: a call failed in an unknown way:", error);
    return ofRefusal(new Refusal(500, "the call failed, and may have reached the vendor", { sent: true }));
  }
  const advice = error.sent
    ? "the request may have reached the vendor, so look up its outcome before repeating it"
    : "nothing was sent";
  const own = PRIVATE[error.name];
  const message = own ? `${name}: ${own}; ${advice}` : error.message;
  return { status, failure: { ...error, message } };
}
