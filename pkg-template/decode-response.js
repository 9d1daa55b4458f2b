/** From the bytes of a response to data, or to the error that they mean. */
import { errorFromProxy, errorOf } from "./errors.js";
import { DECODED, step, TOO_LARGE } from "./step.js";

/** How many bytes of the body of a failure are searched for the reason that a gateway states. */
const BEGINNING = 65_536;

/** @returns {{ data: unknown, requestId: string | null, code: number, msg: string | null, developId: string | null, status: number, headers: object }} */
export function decodeResponse(call, isProxied, { status, headers, body }) {
  const whole = body && parseLossless(call, body);
  const { requestId, code, developId, msg, data = null, failure } = Object(whole?.value);
  // Only a proxy may say what failed in its place.
  const error = isProxied && errorFromProxy(failure);
  if (error) throw error;
  const isObject = typeof whole?.value === "object" && whole.value !== null && !Array.isArray(whole.value);
  const envelope = isObject
    ? JSON.stringify({ requestId, code, developId, msg, data: data === null ? data : 1 }, withoutStructures)
    : whole && "null";
  const beginning = whole && status < 300 ? "" : new TextDecoder().decode(body?.subarray(0, BEGINNING));
  const judged = body ? step(call, DECODED, 0, `${envelope ?? ""}\n${beginning}`) : step(call, TOO_LARGE);
  if (judged.failure) throw errorOf(judged.failure, { headers });
  return { ...judged.meta, headers, data };
}

/** No member of the envelope is one. They may be nested deeper than a stack is. */
function withoutStructures(name, value) {
  return name && typeof value === "object" && value ? {} : value;
}

/** The value of the JSON text, without loss; nothing if it is not JSON. */
export function parseLossless(call, body) {
  try {
    // Bytes that are not UTF-8 are not JSON: replaced ones would be lost unnoticed.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(call.lossless(body));
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
