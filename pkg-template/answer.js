/** From the bytes of an answer to data, or to the error that they mean. */
import { errorOf, rethrow } from "./errors.js";

/** How many bytes of an answer that is no JSON are looked at, to recognise a gateway's page by. */
const EXCERPT = 320;

/** @returns {{ data: unknown, requestId: string | null, code: number, msg: string | null, developId: string | null, status: number, headers: object }} */
export function understand(delivery, { status, headers, body }) {
  const whole = decode(delivery, body);
  if (!whole) {
    const beginning = new TextDecoder().decode(body.subarray(0, EXCERPT));
    return rethrow(() => delivery.judgeText(status, beginning));
  }
  const { requestId, code, developId, msg, data = null, failure } = Object(whole.value);
  // Only a proxy tells of one: what it met in the vendor's place.
  const error = errorOf(failure);
  if (error) throw error;
  const isObject = typeof whole.value === "object" && whole.value !== null && !Array.isArray(whole.value);
  const envelope = isObject ? JSON.stringify({ requestId, code, developId, msg }) : "null";
  const meta = rethrow(() => delivery.judge(status, envelope, data !== null));
  return { ...JSON.parse(meta), headers, data };
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
