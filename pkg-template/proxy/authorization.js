/** Calls to the integrator's functions `authorize` and `csrf`, whose results must come in time and be unambiguous. */
import { clientGone, Refusal } from "./refusal.js";

const FAILED = { authorize: "authorization failed", csrf: "the check of the request's origin failed" };

/**
 * Calls a function and returns its result. Refuses the request when the function throws, which the console alone shows, when
 * it takes too long, and when the page closes the connection meanwhile.
 *
 * @template Result
 * @param {number} timeout in milliseconds
 * @param {AbortSignal | undefined} signal of the request
 * @param {"authorize" | "csrf"} name
 * @param {() => Result | PromiseLike<Result>} run
 * @returns {Promise<Result>}
 * @throws {Refusal}
 */
export function callWithTimeout(timeout, signal, name, run) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(clientGone());
    const settle = (end, value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      end(value);
    };
    const abort = () => settle(reject, clientGone());
    const expire = () => {
      console.error(`pandapon: ${name} did not settle within ${timeout} ms`);
      settle(reject, new Refusal(503, "authorization_timeout", `${FAILED[name]}: it timed out`));
    };
    const fail = (error) => {
      console.error(`pandapon: ${name} threw:`, error);
      settle(reject, new Refusal(500, "authorization_failed", FAILED[name]));
    };
    const timer = setTimeout(expire, timeout);
    signal?.addEventListener("abort", abort);
    (async () => run())().then((result) => settle(resolve, result), fail);
  });
}

/**
 * Reads the result of `authorize`. Only `true` and `{ userId }` allow the call: if any object did, a returned Response or Error
 * would let anybody buy on the main account.
 *
 * @param {unknown} result
 * @returns {{ userId: string | number | bigint | null }} `null` for the client's own sub-account
 * @throws {Refusal}
 */
export function readPermission(result, endpointName) {
  if (result === true) return { userId: null };
  if (result === false) throw new Refusal(403, "forbidden", `you are not allowed to call ${endpointName}`);
  if (result === undefined || result === null) throw new Refusal(401, "unauthenticated", "sign in first");
  const { userId, mistake } = readObject(result);
  if (mistake) throw invalidResult("authorize", "true, { userId }, false or nothing", mistake);
  return { userId };
}

/** Returns the refusal for a result of a wrong type. That is the server's mistake, so the console shows it, without values. */
export function invalidResult(name, expected, actual) {
  console.error(`pandapon: ${name} must return ${expected}; it returned ${actual}`);
  return new Refusal(500, "authorization_failed", FAILED[name]);
}

function readObject(result) {
  try {
    if (!isPlainObject(result)) return { mistake: describeType(result) };
    const names = Reflect.ownKeys(result);
    if (!names.includes("userId")) return { mistake: "an object without userId" };
    if (names.length > 1) return { mistake: "an object with members besides userId" };
    // Read once: a getter may return something else the second time.
    const { userId } = result;
    return isUserId(userId) ? { userId } : { mistake: `an object whose userId is ${describeType(userId)}` };
  } catch {
    return { mistake: "an object that could not be read" };
  }
}

function isUserId(userId) {
  if (userId === null || typeof userId === "bigint") return true;
  return typeof userId === "string" ? userId !== "" : Number.isSafeInteger(userId);
}

/** Returns whether a value is an object of no class, in any realm: its prototype has no prototype. */
function isPlainObject(value) {
  if (typeof value !== "object" || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Describes a value by its type or class. */
export function describeType(value) {
  if (value === "") return "an empty string";
  if (value === undefined || value === null) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    const name = value.constructor?.name;
    return typeof name === "string" && /^\w{1,64}$/.test(name) ? `an object of the class ${name}` : "an object";
  } catch {
    return "an object that could not be read";
  }
}
