/** Where the parcels of an order are. */
import { ApiError } from "pandapon";
import { client } from "../../api/client";
import { useLoad } from "../../api/load";
import { idOf, itemsOf, type Order, stateOf } from "../../api/orders";
import { Section } from "../../components/basics";
import { Whole } from "../../components/states";
import { Timeline } from "../../components/timeline";
import { say, showTime, texts } from "../../i18n";

/** `logisticsStatus` of sub-orders of which nothing was sent: not yet, or without a carrier. */
const NOT_SENT: readonly unknown[] = [1, 8];

export function Tracking({ order }: { order: Order }) {
  const { order: t } = texts.value;
  const id = idOf(order);
  const isSent = itemsOf(order).some(({ logisticsStatus }) => !NOT_SENT.includes(logisticsStatus));
  const loaded = useLoad(async (signal) => (isSent ? readTracking(id, signal) : []), [id, isSent]);
  const isClosed = stateOf(order) === "cancel" || stateOf(order) === "terminated";
  return (
    <Section id="tracking" title={t.tracking}>
      <Whole of={loaded} rows={2}>
        {(traces) =>
          traces.length === 0 ? (
            <p class="quiet-text">{isClosed ? t.noTrackingClosed : t.noTracking}</p>
          ) : (
            <>
              {traces.map(({ logisticsId, logisticsBillNo, logisticsSteps }) => (
                <div key={logisticsId}>
                  <p class="waybill">
                    {t.waybill} <code>{logisticsBillNo}</code>
                  </p>
                  <Timeline
                    happenings={(logisticsSteps ?? []).toReversed().map(({ acceptTime, remark }, index) => ({
                      key: String(index),
                      title: say(remark ?? ""),
                      time: showTime(acceptTime ?? ""),
                    }))}
                  />
                </div>
              ))}
            </>
          )
        }
      </Whole>
    </Section>
  );
}

/** Where the parcels are; the platform answers 404 while it knows of none. */
async function readTracking(orderId: string, signal: AbortSignal) {
  try {
    const { logisticsTrace } = await client.alibaba.order.tracking({ orderId, webSite: "1688" }, { signal });
    return logisticsTrace ?? [];
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return [];
    throw error;
  }
}
