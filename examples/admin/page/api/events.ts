/** Events from the server: push messages of the platform, finished calls, and changes of the clock. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** A push message, verified by the server. Its body differs by topic. */
export interface Push {
  /** Its topic, such as `ORDER_BUYER_VIEW_ORDER_PAY`. */
  type: string;
  /** The same for a message and its repetitions. */
  key: string;
  /** Milliseconds since 1970, as text; `null` if it is unknown. */
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

/** A call of the server to the platform. */
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

/** The sandbox's clock when it was last advanced, in milliseconds since 1970; 0 if it never was. */
export const clock = signal(0);

/** Whether the server is connected: otherwise what the page shows may be outdated. */
export const connected = signal(true);

type Listener<Data> = (data: Data) => void;
const onPush = new Set<Listener<Push>>();
const onCall = new Set<Listener<LoggedCall>>();

/** Starts listening. The browser reconnects by itself. */
export function listen() {
  const source = new EventSource("/events");
  source.addEventListener("open", () => (connected.value = true));
  source.addEventListener("error", () => (connected.value = false));
  source.addEventListener("history", ({ data }) => (pushes.value = JSON.parse(data) as Push[]));
  source.addEventListener("push", ({ data }) => {
    const push = JSON.parse(data) as Push;
    pushes.value = [push, ...pushes.value];
    for (const listener of onPush) listener(push);
  });
  source.addEventListener("clock", ({ data }) => (clock.value = JSON.parse(data) as number));
  source.addEventListener("call", ({ data }) => {
    const call = JSON.parse(data) as LoggedCall;
    for (const listener of onCall) listener(call);
  });
}

function useListener<Data>(listeners: Set<Listener<Data>>, listener: Listener<Data>, key: readonly unknown[]) {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, key);
}

/** Calls a listener with each push message while a component is mounted. */
export const usePushes = (listener: Listener<Push>, key: readonly unknown[] = []) => useListener(onPush, listener, key);

/** Calls a listener with each finished call while a component is mounted. */
export const useCalls = (listener: Listener<LoggedCall>, key: readonly unknown[] = []) =>
  useListener(onCall, listener, key);

/** The orders that a push message is about. */
export function ordersOf({ messageBody }: Push): string[] {
  const { orderId, batchPay, OrderLogisticsTracingModel, MailNoChangeModel } = messageBody;
  const parcel = OrderLogisticsTracingModel ?? MailNoChangeModel;
  const several = batchPay ?? parcel?.orderLogsItems ?? [];
  return orderId ? [orderId] : several.map(({ orderId }) => orderId);
}

/** The topic without the prefix that all topics share. */
export const topicOf = ({ type }: Push) => type.replace(/^ORDER_BUYER_VIEW_/, "");
