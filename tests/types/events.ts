import {
  constructEvent,
  type Event,
  type EventStore,
  eventHandler,
  type events,
  generateTestCallback,
  type KnownEvent,
  parseEvent,
  type Unlisted,
} from "pandapon";
import { isExactly } from "./equal.js";

const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const event = constructEvent(new Uint8Array(), null, credentials);
isExactly<Event>()(event);
isExactly<Event>()(parseEvent("{}"));
isExactly<string>()(event.key);
event.type satisfies string;
isExactly<string | null>()(event.timestamp);

// The form determines the type of the body.
switch (event.form) {
  case "OrderChange":
    event.messageBody satisfies events.OrderChange;
    isExactly<string | null | undefined>()(event.messageBody.orderId);
    // @ts-expect-error this form has no such topic
    event.type === "ORDER_BATCH_PAY";
    break;
  case "RefundChange":
    if (event.messageBody.refundAction === "SYSTEM_AGREE_REFUND") isExactly<"RefundChange">()(event.form);
    break;
  case "KaOrder":
    isExactly<number | null | undefined>()(event.messageBody.totalAmount);
    break;
  case "Order":
    isExactly<string | null | undefined>()(event.messageBody.baseInfo?.totalAmount);
    break;
  case "Other":
    isExactly<unknown>()(event.messageBody);
    isExactly<Unlisted>()(event.type);
    isExactly<Uint8Array | undefined>()(event.rawBody);
    isExactly<string | undefined>()(event.reason);
    break;
  default:
    isExactly<Exclude<KnownEvent["form"], "OrderChange" | "RefundChange" | "KaOrder" | "Order">>()(event.form);
}
// @ts-expect-error the type of a body is known only with its type or form
event.messageBody.orderId;

// The type determines which members the body may have; the form, which it has.
if (event.type === "ORDER_BATCH_PAY") {
  isExactly<events.BatchPayment["batchPay"]>()(event.messageBody.batchPay);
  // @ts-expect-error no message of this type has it
  event.messageBody.refundId;
}
if (event.type === "ORDER_BUYER_VIEW_ORDER_PAY") {
  isExactly<string | null | undefined>()(event.messageBody.orderId);
  // Taobao's, in a form of its own.
  isExactly<string | null | undefined>()(event.messageBody.purchase_id);
  isExactly<"OrderChange" | "TaobaoOrderChange" | "TaobaoPriceChange">()(event.form);
}
switch (event.type) {
  case "ORDER_PAY_SUCCESS":
    isExactly<string | null | undefined>()(event.messageBody.orderNo);
    break;
  case "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES":
    isExactly<string | null | undefined>()(event.messageBody.refundId);
    break;
  // @ts-expect-error misspelt
  case "ORDER_PAID":
    break;
  default:
    event.messageType satisfies string;
}
// @ts-expect-error unknown form
event.form === "OrderChanged";

// @ts-expect-error the body is unparsed bytes or text
constructEvent({ messageType: "X" }, "00", credentials);
// @ts-expect-error the credentials are missing
parseEvent("{}").verify;

const { body, headers } = generateTestCallback({ type: "ORDER_CANCEL", messageBody: { orderId: 33n } }, credentials);
isExactly<string>()(headers.authorization);
constructEvent(body, headers.authorization, { ...credentials, base: (key, raw) => key + raw.length });
generateTestCallback(event, credentials);

const store: EventStore = { add: (key) => Promise.resolve(key.length > 0), remove() {} };
const handler = eventHandler({
  ...credentials,
  onEvent: async ({ form }) => form,
  onError: (error, { key }, willBeRepeated) => [error, key, willBeRepeated],
  store,
  waitUntil: (work) => void work.then(() => {}),
  storeTimeout: 500,
  bodyTimeout: 1000,
});
await handler({}, { waitUntil() {} });
// @ts-expect-error onEvent is missing
eventHandler(credentials);
