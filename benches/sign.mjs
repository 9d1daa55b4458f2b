/**
 * Time to create the five signed headers of a request, and to verify a push message, compared with node:crypto.
 *
 * All contestants take turns, so that a busy machine slows all of them; the times are medians, and a factor is the
 * median of the factors of the rounds.
 */
import { createHash, createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { signHeaders, verifyCallback } from "../pkg/sign/index.js";

const WARM_UP_ROUNDS = 20;
const ROUNDS = 401;
const CALLS = 500;

/** Maximum time of our five headers: a third of the usual code's, and not more than the fastest's. */
const BARS = { usual: 1 / 3, fastest: 1 };

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

  /** The usual code in applications. */
  usual: () => {
    const timestamp = seconds();
    const nonce = Array.from(randomBytes(32), (byte) => characters[byte % characters.length]).join("");
    const text = accessKey + timestamp + nonce + accessSecret;
    return headers(timestamp, nonce, createHash("md5").update(text).digest("hex").toUpperCase()).signature;
  },

  /** The fastest code in Node. */
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
const authorization = createHmac("sha256", accessSecret)
  .update(accessKey + body)
  .digest("hex");

function authorized(isAuthorized) {
  if (!isAuthorized) throw new Error("a contestant refused the right authorization");
  return "authorized";
}

const verifying = {
  ours: () => authorized(verifyCallback({ accessKey, accessSecret, body, authorization })),
  usual: () => {
    const expected = createHmac("sha256", accessSecret)
      .update(accessKey + body)
      .digest();
    return authorized(timingSafeEqual(expected, Buffer.from(authorization, "hex")));
  },
};

/** Rows for the table: microseconds per call, and factors to the others. */
export function rows() {
  const { times, factors } = compare(signing);
  const verified = compare(verifying);
  const headersMade = "five signed headers";
  const usual = "createHash and randomBytes";
  const fastest = "crypto.hash and randomUUID";
  return [
    { name: `${headersMade}, pandapon/sign`, unit: "µs", value: times.ours },
    { name: `${headersMade}, ${usual}`, unit: "µs", value: times.usual },
    { name: `${headersMade}, ${fastest}`, unit: "µs", value: times.fastest },
    { name: `${headersMade}, pandapon/sign / ${usual}`, unit: "×", value: factors.usual, bar: BARS.usual },
    { name: `${headersMade}, pandapon/sign / ${fastest}`, unit: "×", value: factors.fastest, bar: BARS.fastest },
    { name: "push message verified, pandapon/sign", unit: "µs", value: verified.times.ours },
    { name: "push message verified, createHmac", unit: "µs", value: verified.times.usual },
    { name: "push message verified, pandapon/sign / createHmac", unit: "×", value: verified.factors.usual },
  ];
}

/** Returns the median time of each contestant, in microseconds per call, and the median factor of `ours` to each. */
function compare(contestants) {
  const names = Object.keys(contestants);
  const rounds = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    // They take turns in going first: garbage of one may be collected in the time of the next.
    const order = names.map((_, index) => names[(index + round) % names.length]);
    const times = Object.fromEntries(order.map((name) => [name, time(contestants[name])]));
    if (round >= WARM_UP_ROUNDS) rounds.push(times);
  }
  const medians = (value) => Object.fromEntries(names.map((name) => [name, median(rounds.map(value(name)))]));
  return {
    times: medians((name) => (times) => times[name]),
    factors: medians((name) => (times) => times.ours / times[name]),
  };
}

function time(call) {
  let length = 0;
  const start = performance.now();
  for (let index = 0; index < CALLS; index++) length += call().length;
  const microseconds = (performance.now() - start) * 1000;
  // Uses every result, so that no call is optimised away.
  if (length < CALLS) throw new Error("a call gave no answer");
  return microseconds / CALLS;
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
