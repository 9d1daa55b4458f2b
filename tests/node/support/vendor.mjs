/** Clients, and vendors that answer what a test tells them to. */
import { Client } from "../../../pkg/index.node.js";

export const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
  userId: "1688000000001",
};

/** An order of 19 digits: JSON.parse would make 3305075341149134300 of it. */
export const orderId = "3305075341149134261";

/** What each endpoint of a kind takes, to call it without more ado. */
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

/** The JSON text of a successful answer around the JSON text of its data, digit for digit as it is written. */
export const success = (data = "{}") =>
  `{"requestId":"0a1b2c","code":200,"developId":"1688","msg":"success","data":${data}}`;

/**
 * A fetch that gives these answers in turn, the last of them again and again, and keeps the requests. An answer is the
 * text of a body, a `{ status, headers, body }`, or a function that does whatever a fetch might.
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

/** A client of a vendor, and what was sent there. */
export function clientOf(answers, options = {}) {
  const { fetch, requests } = vendor(...[answers].flat());
  return { client: new Client({ ...credentials, fetch, ...options }), requests };
}

/** What a promise rejects with. */
export async function failure(promise) {
  return promise.then(
    (value) => {
      throw new Error(`it should fail, but gives ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}

/** What a function throws. */
export function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("it should throw");
}

/** Waits for a call while time, which `t.mock.timers` holds still, is moved on past every pause between its tries. */
export async function skipPauses(t, call) {
  let settled = false;
  const done = call.then(
    () => (settled = true),
    () => (settled = true),
  );
  while (!settled) {
    // Whatever can happen without waiting has happened after this; only then does the clock move.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    if (!settled) t.mock.timers.tick(1000);
  }
  await done;
  return call;
}
