/** Why the proxy itself does not make a call. By default nothing has reached the vendor. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP
   * @param {string} code stable, for programs: see `ProxyErrorCode`
   * @param {string} message for the page: without details
   * @param {{ headers?: Record<string, string>, sent?: boolean }} [more]
   */
  constructor(status, code, message, { headers, sent = false } = {}) {
    super(message);
    Object.assign(this, { status, code, headers, sent });
  }
}

/** @param {boolean} [sent] whether the call may have left before */
export function gone(sent) {
  return new Refusal(499, "client_gone", "the page went away", { sent });
}

/** @param {string} message @param {number} [status] 503, or 429 where the caller itself is the cause */
export function overloaded(message, status = 503) {
  return new Refusal(status, status === 429 ? "too_many_calls" : "overloaded", message, {
    headers: { "retry-after": "1" },
  });
}
