/** From the bytes of an answer to data, or to the error that they mean. */
import { decodeError, rethrow, told } from "./errors.js";

/** How many bytes of the body of a failure are looked at, for the reason that a gateway gives. */
const BEGINNING = 65_536;

/** @returns {{ data: unknown, requestId: string | null, code: number, msg: string | null, developId: string | null, status: number, headers: object }} */
export function understand(delivery, proxy, { name, maxResponseBytes }, { status, headers, body }) {
  if (!body) {
    const reason = `the answer is larger than maxResponseBytes, ${maxResponseBytes} (HTTP ${status})`;
    throw decodeError(`${name}: ${reason}; look up its outcome before repeating it`, { status, requestId: null });
  }
  const whole = decode(delivery, body);
  const { requestId, code, developId, msg, data = null, failure } = Object(whole?.value);
  // Only a proxy tells of one: what it met in the vendor's place.
  const error = proxy && told(failure);
  if (error) throw error;
  const isObject = typeof whole?.value === "object" && whole.value !== null && !Array.isArray(whole.value);
  const envelope = isObject ? JSON.stringify({ requestId, code, developId, msg }, withoutStructures) : whole && "null";
  const beginning = whole && status < 300 ? "" : new TextDecoder().decode(body.subarray(0, BEGINNING));
  const meta = rethrow(() => delivery.judge(status, envelope ?? "", data !== null, beginning));
  return { ...JSON.parse(meta), headers, data };
}

/** No member of the envelope is one. They may be nested deeper than a stack is. */
function withoutStructures(name, value) {
  return name && typeof value === "object" && value ? {} : value;
}

/** The value of the JSON text, without loss; nothing if it is none. */
export function decode(delivery, body) {
  try {
    // Bytes that are not UTF-8 are no JSON: replaced ones would be lost unnoticed.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(delivery.lossless(body));
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
