/**
 * How long the five signed headers of a request take, and the check of a push message, beside the same by node:crypto.
 *
 * All contestants run in turn in every round, so that a busy machine slows all of them; a figure is the median round.
 */
import { createHash, createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { signHeaders, verifyCallback } from "../pkg/sign/index.js";

const ROUNDS = 401;
const CALLS = 500;

const accessKey = "0123456789abcdef0123456789abcdef";
const accessSecret = "fedcba9876543210fedcba9876543210";
const userId = "1234567890123";
const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const seconds = () => String(Math.floor(Date.now() / 1000));
const headers = (timestamp, nonce, signature) => ({
  "access-key": accessKey,
  timestamp,
  "nonce-str": nonce,
  "user-id": userId,
  signature,
});

const signing = {
  ours: () => signHeaders({ accessKey, accessSecret, userId }).signature,

  /** What one finds in applications. */
  usual: () => {
    const timestamp = seconds();
    const nonce = Array.from(randomBytes(32), (byte) => characters[byte % characters.length]).join("");
    const text = accessKey + timestamp + nonce + accessSecret;
    return headers(timestamp, nonce, createHash("md5").update(text).digest("hex").toUpperCase()).signature;
  },

  /** The fastest that Node has. */
  fastest: () => {
    const timestamp = seconds();
    const nonce = randomUUID().replaceAll("-", "");
    const text = accessKey + timestamp + nonce + accessSecret;
    return headers(timestamp, nonce, hash("md5", text, "hex").toUpperCase()).signature;
  },
};

const body = JSON.stringify({
  messageType: "ORDER_PAY_SUCCESS",
  messageBody: JSON.stringify({ orderId: "3305075341149134260", orderStatus: "WAITING_FOR_SENT", payStatus: 2 }),
  messagePlatform: 1,
  timestamp: "1779263269913",
});
const authorization = createHmac("sha256", accessSecret).update(accessKey + body).digest("hex");

const verifying = {
  ours: () => String(verifyCallback({ accessKey, accessSecret, body, authorization })),
  usual: () => {
    const expected = createHmac("sha256", accessSecret).update(accessKey + body).digest();
    return String(timingSafeEqual(expected, Buffer.from(authorization, "hex")));
  },
};

/** Rows for the table: microseconds a call, and the factor that ours must at least reach, where one is set. */
export function benchmarkSigning() {
  const headersMade = measure(signing);
  const verified = measure(verifying);
  return [
    row("five signed headers / createHash and randomBytes", headersMade.ours, headersMade.usual, 3),
    row("five signed headers / crypto.hash and randomUUID", headersMade.ours, headersMade.fastest, 1),
    row("push message verified / createHmac and timingSafeEqual", verified.ours, verified.usual),
  ];
}

function row(name, ours, theirs, atLeast) {
  return { name, unit: "µs", ours, theirs, factor: theirs / ours, atLeast };
}

/** The median time of each contestant, in microseconds a call. */
function measure(contestants) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, call] of Object.entries(contestants)) times[name].push(time(call));
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, all.sort((a, b) => a - b)[ROUNDS >> 1]]));
}

function time(call) {
  let length = 0;
  const start = performance.now();
  for (let index = 0; index < CALLS; index++) length += call().length;
  const microseconds = (performance.now() - start) * 1000;
  // Uses every answer, so that no call can be left out.
  if (length < CALLS) throw new Error("a call gave no answer");
  return microseconds / CALLS;
}
