/** Options of a client and of a call: what is for the core as JSON text, what is for JavaScript as functions. */
import { check, pick } from "./check.js";
import { configError } from "./errors.js";
import { observer } from "./observer.js";
import { readOptions } from "./read.js";

const OF_A_CLIENT = [
  "accessKey",
  "accessSecret",
  "userId",
  "baseUrl",
  "timeout",
  "maxRetries",
  "headers",
  "routes",
  "timestampUnit",
  "allowUnknown",
  "dangerouslyAllowBrowser",
  "inPage",
  "signer",
  "stringToSign",
];
const OF_A_CALL = ["timeout", "maxRetries", "headers", "userId"];

/** @param {unknown} options of `new Client` */
export function clientOptions(options) {
  check("options", options, ["object"], "an object");
  const given = readOnce(options);
  const { fetch, signer, stringToSign, accessSecret, logger, onRequest, onResponse, onRetry } = given;
  for (const [name, value] of Object.entries({ fetch, signer, stringToSign })) {
    check(name, value, ["function"], "a function");
  }
  // The core need not know the functions, only that they are there.
  const facts = { ...given, inPage: inPage(), signer: Boolean(signer), stringToSign: Boolean(stringToSign) };
  return {
    text: readOptions(facts, OF_A_CLIENT),
    fetch,
    signer,
    // Only who makes the string to sign sees the secret again.
    stringToSign: stringToSign && ((parts) => stringToSign({ ...parts, accessSecret })),
    observe: observer({ logger, onRequest, onResponse, onRetry }),
  };
}

/** @param {unknown} options of a call */
export function callOptions(options) {
  check("options", options, ["object"], "an object");
  const { signal, ...given } = pick(options, [...OF_A_CALL, "signal"]);
  return { text: readOptions(given, OF_A_CALL), signal: signal ?? undefined };
}

function readOnce(options) {
  try {
    return { ...options };
  } catch {
    throw configError("options could not be read: a getter threw");
  }
}

/** Whether this runs in a page: there is a window with a document. */
function inPage() {
  return typeof window === "object" && typeof document === "object";
}
