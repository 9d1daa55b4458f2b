/** Why the proxy itself does not make a call. By default nothing has reached the vendor. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP
   * @param {string} message for the page: without details
   * @param {{ headers?: Record<string, string>, sent?: boolean }} [more]
   */
  constructor(status, message, { headers, sent = false } = {}) {
    super(message);
    Object.assign(this, { status, headers, sent });
  }
}
