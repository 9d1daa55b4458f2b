/** A sweep: what changed on the platform is handled as if it had been pushed, since a push message can be lost for good. */
import { paginate } from "pandapon";
import { digestOf } from "./digest.js";

/** The type and form of what a sweep found. */
export const SWEPT = Object.freeze({ type: "Swept", form: "Swept" });

/** Orders a page. */
const PAGE_SIZE = 20;

const CHINA = 8 * 3_600_000;

/**
 * Yields the body of a message for each order and refund that changed since a time, and some before it: clocks differ, and lists lag behind.
 *
 * @param {Record<string, any>} settings
 * @param {number} since in milliseconds since 1970
 */
export async function* sweptMessages({ client, changes, overlap, error }, since) {
  if (!client && !changes) {
    throw error("sweep needs the option client, whose orders on 1688 it reads, or changes, a function of your own");
  }
  const from = new Date(since - overlap);
  for await (const change of changes ? changes(from) : changedOrders(client, from)) yield bodyOf(change, error);
}

/** Yields the orders on 1688 that changed since a time, and their refunds. */
async function* changedOrders(client, from) {
  const params = { modifyStartTime: timeInChina(from), pageSize: PAGE_SIZE };
  /** @type {AsyncIterable<any>} */
  const orders = /** @type {any} */ (paginate)(client.alibaba.order.list, params);
  for await (const order of orders) {
    const { idOfStr, id } = order.baseInfo ?? {};
    const orderId = idOfStr ?? id;
    if (orderId === undefined || orderId === null) continue;
    const change = { platform: 1, orderId: String(orderId), version: await digestOf(JSON.stringify(order)) };
    yield change;
    const refunds = (order.productItems ?? []).flatMap(({ refundId, refundIdForAs }) => [refundId, refundIdForAs]);
    for (const refundId of new Set(refunds.filter(Boolean))) yield { ...change, refundId };
  }
}

/**
 * Returns the body of a change as the platform would push it. It is the same for the same version of an order or refund, and has
 * no time, so that it is stored once.
 */
function bodyOf({ platform = null, orderId, refundId, version }, error) {
  const subject = refundId ?? orderId;
  if (typeof subject !== "string" || subject === "") throw error("each change needs an orderId or a refundId, as text");
  // Without a version, each sweep finds something new.
  const messageBody = { orderId, refundId, version: version ?? String(Date.now()) };
  const message = { messageType: SWEPT.type, messageBody, messagePlatform: platform, timestamp: null };
  return new TextEncoder().encode(JSON.stringify(message));
}

/** Returns a time as 1688 takes it. */
function timeInChina(time) {
  const digits = new Date(time.getTime() + CHINA).toISOString().replace(/\D/g, "");
  return `${digits}+0800`;
}
