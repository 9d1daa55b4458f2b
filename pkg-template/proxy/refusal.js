/** The reason why the proxy itself refuses a call. By default nothing was sent. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP
   * @param {string} code stable, for programs: see `ProxyErrorCode`
   * @param {string} message for the page, without internal details
   * @param {{ headers?: Record<string, string>, sent?: boolean }} [more]
   */
  constructor(status, code, message, { headers, sent = false } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.sent = sent;
  }
}

/** @param {boolean} [sent] whether the call may have been sent */
export function clientGone(sent) {
  return new Refusal(499, "client_gone", "the page closed the connection", { sent });
}

/** @param {string} message @param {number} [status] 503, or 429 if the caller is the cause */
export function overloaded(message, status = 503) {
  return new Refusal(status, status === 429 ? "too_many_calls" : "overloaded", message, {
    headers: { "retry-after": "1" },
  });
}
