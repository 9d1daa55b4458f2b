/** Clients, and vendors with scripted responses. */
import { Client } from "../../../pkg/index.node.js";

export const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};

/** An order id of 19 digits, which JSON.parse rounds to 3305075341149134300. */
export const orderId = "3305075341149134261";

/** A call of each safety: name and params. */
export const read = ["alibaba.order.get", { webSite: "1688", orderId }];
export const once = [
  "alibaba.refund.create",
  {
    orderId,
    orderEntryIds: ["3305075341150134261"],
    disputeRequest: "refund",
    applyPayment: 3600,
    applyCarriage: 0,
    applyReasonId: 20028,
    description: "do not want it",
    goodsStatus: "refundWaitSellerSend",
  },
];

/** The JSON of a successful response around the JSON of its data, which is left unchanged. */
export const success = (data = "{}") =>
  `{"requestId":"0a1b2c","code":200,"developId":"1688","msg":"success","data":${data}}`;

/**
 * Returns a fetch with these answers in turn, the last of them repeatedly, and the list of its requests. An answer is the text
 * of a body, a `{ status, headers, body }`, or a function in the place of fetch.
 */
export function vendor(...answers) {
  const requests = [];
  const fetch = function (url, init) {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ url, ...init, calledOn: this });
    if (typeof answer === "function") return answer(url, init);
    const { body = answer, ...head } = typeof answer === "object" ? answer : {};
    return Promise.resolve(new Response(body, head));
  };
  return { fetch, requests };
}

/** Returns a client of a vendor, and the list of its requests. */
export function clientOf(answers, options = {}) {
  const { fetch, requests } = vendor(...[answers].flat());
  return { client: new Client({ ...credentials, fetch, ...options }), requests };
}

/** Returns the error with which a promise rejects. */
export async function failure(promise) {
  return promise.then(
    (value) => {
      throw new Error(`it should fail, but resolves to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}

/** Returns the error that a function throws. */
export function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("it should throw");
}

/** Waits for a call, and advances the mocked time of `t.mock.timers` past every delay between its attempts. */
export async function skipPauses(t, call) {
  let settled = false;
  const done = call.then(
    () => (settled = true),
    () => (settled = true),
  );
  while (!settled) {
    // Lets everything happen that needs no timer before the clock moves.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    if (!settled) t.mock.timers.tick(1000);
  }
  await done;
  return call;
}
