/** Requests with push messages, as the platform posts them. */
import { generateTestCallback } from "../../../pkg/index.node.js";

export const credentials = {
  accessKey: "0123456789abcdef0123456789abcdef",
  accessSecret: "fedcba9876543210fedcba9876543210",
};

/** A logger that prints nothing. */
export const silent = { error() {}, warn() {} };

export const ADDRESS = "https://shop.example/pushes";

/** Returns a function that makes requests with a message that an order was paid. */
export function push(orderId = "3305075341149134261", changes = {}) {
  const event = {
    messageType: "1688_ORDER_BUYER_VIEW_ORDER_PAY",
    messagePlatform: 1,
    messageBody: { orderId },
    ...changes,
  };
  const { body, headers } = generateTestCallback(event, credentials);
  return () => new Request(ADDRESS, { method: "POST", body, headers });
}
