/** What the server tells by itself: push messages of the platform, and calls that are over. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** A push message, verified by the server. What its body holds differs by topic. */
export interface Push {
  /** Its topic, such as `ORDER_BUYER_VIEW_ORDER_PAY`. */
  type: string;
  /** The same for a message and its repetitions. */
  key: string;
  /** Milliseconds since 1970, as text; `null` if nothing says. */
  timestamp: string | null;
  messageBody: {
    orderId?: string;
    refundId?: string;
    currentStatus?: string;
    refundAction?: string;
    operator?: string;
    batchPay?: { orderId: string; status: string }[];
    OrderLogisticsTracingModel?: { statusChanged?: string; orderLogsItems?: { orderId: string }[] };
    MailNoChangeModel?: { orderLogsItems?: { orderId: string }[] };
  };
}

/** A call of this house to the platform. */
export interface LoggedCall {
  id: number;
  at: number;
  name: string | null;
  method: string;
  path: string;
  code: number | null;
  msg: string | null;
  requestId: string | null;
  status: number | null;
  duration: number;
  request: string;
  response: string;
  explanation: {
    stringToSign: string;
    fields: { accessKey: string; timestamp: string; nonceStr: string; accessSecret: string };
  };
}

/** All push messages, the newest first. */
export const pushes = signal<readonly Push[]>([]);

/** What the sandbox's clock showed when it was last put forward, in milliseconds since 1970; 0 if it never was. */
export const clock = signal(0);

/** Whether the server is there: when it is not, what the page shows may be old. */
export const connected = signal(true);

type Listener<What> = (what: What) => void;
const onPush = new Set<Listener<Push>>();
const onCall = new Set<Listener<LoggedCall>>();

/** Begins to listen; the browser connects anew by itself when the line breaks. */
export function listen() {
  const source = new EventSource("/live");
  source.addEventListener("open", () => (connected.value = true));
  source.addEventListener("error", () => (connected.value = false));
  source.addEventListener("history", ({ data }) => (pushes.value = JSON.parse(data) as Push[]));
  source.addEventListener("push", ({ data }) => {
    const push = JSON.parse(data) as Push;
    pushes.value = [push, ...pushes.value];
    for (const tell of onPush) tell(push);
  });
  source.addEventListener("clock", ({ data }) => (clock.value = JSON.parse(data) as number));
  source.addEventListener("call", ({ data }) => {
    const call = JSON.parse(data) as LoggedCall;
    for (const tell of onCall) tell(call);
  });
}

function useListener<What>(listeners: Set<Listener<What>>, listener: Listener<What>, key: readonly unknown[]) {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, key);
}

/** Tells a component of push messages as they come. */
export const usePushes = (listener: Listener<Push>, key: readonly unknown[] = []) => useListener(onPush, listener, key);

/** Tells a component of calls as they end. */
export const useCalls = (listener: Listener<LoggedCall>, key: readonly unknown[] = []) =>
  useListener(onCall, listener, key);

/** The orders that a push message is about. */
export function ordersOf({ messageBody }: Push): string[] {
  const { orderId, batchPay, OrderLogisticsTracingModel, MailNoChangeModel } = messageBody;
  const parcel = OrderLogisticsTracingModel ?? MailNoChangeModel;
  const several = batchPay ?? parcel?.orderLogsItems ?? [];
  return orderId ? [orderId] : several.map(({ orderId }) => orderId);
}

/** Its topic without what all topics begin with. */
export const topicOf = ({ type }: Push) => type.replace(/^ORDER_BUYER_VIEW_/, "");
