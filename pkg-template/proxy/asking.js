/** What the user's own functions answer, `authorize` and `csrf`: in time, and without doubt. */
import { gone, Refusal } from "./refusal.js";

const UNKNOWN = {
  authorize: "the proxy could not tell who may do this",
  csrf: "the proxy could not tell where this comes from",
};

/**
 * What a function answers, in so many milliseconds and as long as the request is there. What it throws stays here, in the
 * console; what it answers afterwards is not used.
 *
 * @template Answer
 * @param {number} milliseconds
 * @param {AbortSignal | undefined} signal of the request
 * @param {"authorize" | "csrf"} name
 * @param {() => Answer | PromiseLike<Answer>} run
 * @returns {Promise<Answer>}
 * @throws {Refusal}
 */
export function within(milliseconds, signal, name, run) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(gone());
    const settle = (end, value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      end(value);
    };
    const abort = () => settle(reject, gone());
    const late = () => {
      console.error(`pandapon: ${name} did not answer within ${milliseconds} ms`);
      settle(reject, new Refusal(503, "authorization_timeout", `${UNKNOWN[name]} in time`));
    };
    const failed = (error) => {
      console.error(`pandapon: ${name} threw:`, error);
      settle(reject, new Refusal(500, "authorization_failed", UNKNOWN[name]));
    };
    const timer = setTimeout(late, milliseconds);
    signal?.addEventListener("abort", abort);
    (async () => run())().then((answer) => settle(resolve, answer), failed);
  });
}

/**
 * What `authorize` answered. A yes is `true` or `{ userId }` and nothing else: to take a Response or an Error for one would be to
 * let anybody buy on the main account.
 *
 * @param {unknown} answer
 * @returns {{ userId: string | number | bigint | null }} `null` for the client's own sub-account
 * @throws {Refusal}
 */
export function readPermission(answer, endpointName) {
  if (answer === true) return { userId: null };
  if (answer === false) throw new Refusal(403, "forbidden", `not allowed for you: ${endpointName}`);
  if (answer === undefined || answer === null) throw new Refusal(401, "unauthenticated", "sign in first");
  const { userId, mistake } = readObject(answer);
  if (mistake) throw notAnAnswer("authorize", "true, { userId }, false or nothing", mistake);
  return { userId };
}

/** The refusal for what is no answer. It is the server's mistake, so the console says it, without any value. */
export function notAnAnswer(name, expected, what) {
  console.error(`pandapon: ${name} must answer ${expected}; it answered ${what}`);
  return new Refusal(500, "authorization_failed", UNKNOWN[name]);
}

function readObject(answer) {
  try {
    if (!isPlainObject(answer)) return { mistake: describe(answer) };
    const names = Reflect.ownKeys(answer);
    if (!names.includes("userId")) return { mistake: "an object without userId" };
    if (names.length > 1) return { mistake: "an object with members besides userId" };
    // Read once: a getter may answer otherwise the second time.
    const { userId } = answer;
    return isUserId(userId) ? { userId } : { mistake: `an object whose userId is ${describe(userId)}` };
  } catch {
    return { mistake: "an object that could not be read" };
  }
}

function isUserId(userId) {
  if (userId === null || typeof userId === "bigint") return true;
  return typeof userId === "string" ? userId !== "" : Number.isSafeInteger(userId);
}

/** Of any realm: the prototype has none itself. Errors, responses and objects of other classes are no answers. */
function isPlainObject(value) {
  if (typeof value !== "object" || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Of which kind something is: its type, or its class. */
export function describe(value) {
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
