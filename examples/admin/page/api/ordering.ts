/** Places the orders of a basket. It continues whatever the page shows, so that no order is placed twice. */
import { signal } from "@preact/signals";
import { addLines, type Group, type Preview, placeOrder, removeLines } from "./basket";
import { isOutcomeUnknown } from "./business-error";
import { client } from "./client";

/** The outcome for the goods of one seller. */
export interface Outcome {
  group: Group;
  state: "waiting" | "running" | "placed" | "failed";
  /** The orders that were made. */
  ids?: readonly string[];
  /** Why they were not made; or not paid, if they were. */
  error?: unknown;
}

/** The outcomes of the basket that is being ordered, or was ordered last; empty if there is none. */
export const outcomes = signal<readonly Outcome[]>([]);

function tell(index: number, news: Partial<Outcome>) {
  outcomes.value = outcomes.value.map((outcome, other) => (other === index ? { ...outcome, ...news } : outcome));
}

/** Orders one seller's goods after the other: a failure of one changes nothing for the rest. */
export async function orderAll(
  orders: readonly { group: Group; preview: Preview }[],
  message: string,
  paysToo: boolean,
): Promise<void> {
  if (outcomes.value.length > 0) return;
  outcomes.value = orders.map(({ group }) => ({ group, state: "waiting" }));
  for (const [index, { group, preview }] of orders.entries()) {
    tell(index, { state: "running" });
    // Removed from the basket before anything is sent: if the page is closed now, nothing is ordered twice.
    removeLines(group.lines);
    try {
      const ids = await placeOrder(group, preview, message);
      tell(index, { ids });
      if (paysToo) await pay(index, ids);
      tell(index, { state: "placed" });
    } catch (error) {
      // Only what was certainly not ordered is put back: for the rest the user checks the orders first.
      if (!isOutcomeUnknown(error)) addLines(group.lines);
      tell(index, { state: "failed", error });
    }
  }
}

async function pay(index: number, ids: readonly string[]) {
  try {
    for (const orderId of ids) await client.alibaba.order.payUrl({ orderId });
  } catch (error) {
    tell(index, { error });
  }
}
