/** The seller panel, where the user plays the seller. It belongs to the sandbox, not to the platform. */
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { clock, usePushes } from "../api/events";
import { useLoad } from "../api/load";
import { type Fault, readSeller, runSellerAction, type SellerActions } from "../api/seller";
import { announce } from "../components/announce";
import { Icon } from "../components/basics";
import { SelectField } from "../components/fields";
import { Failure, Whole } from "../components/states";
import { useAction } from "../components/use-action";
import { chinaTime, showTime, texts } from "../i18n";
import { place } from "../router";
import { sellerPanel } from "../settings";
import { RefundEntry, ToPayEntry, ToShipEntry } from "./entries";

/** Runs an action of the seller. */
export type RunAction = <Name extends keyof SellerActions>(name: Name, params: SellerActions[Name]) => void;

/** How far the clock can be advanced at once, in hours. */
const HOURS = [1, 12, 48];

export function Seller() {
  const { seller: t } = texts.value;
  const loaded = useLoad(readSeller, []);
  usePushes(loaded.reload, [loaded.reload]);
  const { run, busy, error } = useAction();
  const fault = loaded.state === "ready" ? loaded.data.fault : "none";
  const perform: RunAction = (name, params) =>
    void run(async () => {
      await runSellerAction(name, params);
      announce(t.done);
      loaded.reload();
    });
  const title = useRef<HTMLHeadingElement>(null);
  // Opening it moves the focus here; if the browser restored it open, the focus stays.
  useEffect(() => {
    if (document.activeElement?.closest(".sandbox")) title.current?.focus();
  }, []);
  return (
    <aside class="seller" id="seller" aria-labelledby="seller-title">
      <header>
        <span class="tag">{t.tag}</span>
        <h2 id="seller-title" ref={title} tabIndex={-1}>
          {t.title}
        </h2>
        <button type="button" class="icon-button" aria-label={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <p class="hint">{t.intro}</p>
      {error !== undefined && <Failure error={error} />}
      <Whole of={loaded} rows={3}>
        {({ refunds, toShip, toPay }) => (
          <>
            <Waiting title={t.toDecide} entries={refunds} isOpen={({ refundId, orderId }) => isHere(refundId, orderId)}>
              {(refund, isOpen) => (
                <RefundEntry key={refund.refundId} refund={refund} isOpen={isOpen} busy={busy} run={perform} />
              )}
            </Waiting>
            <Waiting title={t.toShip} entries={toShip} isOpen={({ orderId }) => isHere(orderId)}>
              {(order, isOpen) => (
                <ToShipEntry key={order.orderId} order={order} isOpen={isOpen} busy={busy} run={perform} />
              )}
            </Waiting>
            <Waiting title={t.toPay} entries={toPay} isOpen={({ orderId }) => isHere(orderId)}>
              {(order, isOpen) => (
                <ToPayEntry key={order.orderId} order={order} isOpen={isOpen} busy={busy} run={perform} />
              )}
            </Waiting>
          </>
        )}
      </Whole>
      <h3>{t.clock}</h3>
      <p class="clock">
        <time>{showTime(chinaTime(clock.value || Date.now()))}</time>
        {HOURS.map((hours) => (
          <button
            key={hours}
            type="button"
            class="button small"
            disabled={busy}
            onClick={() => perform("advance", { hours })}
          >
            {t.hours(hours)}
          </button>
        ))}
      </p>
      <p class="hint">{t.clockHint}</p>
      <SelectField
        label={t.fault}
        hint={t.faultHint}
        value={fault}
        onValue={(fault) => perform("setFault", { fault: fault as Fault })}
      >
        {(Object.keys(t.faults) as Fault[]).map((fault) => (
          <option key={fault} value={fault}>
            {t.faults[fault]}
          </option>
        ))}
      </SelectField>
    </aside>
  );
}

function close() {
  sellerPanel.value = "closed";
  document.getElementById("seller-switch")?.focus();
}

/** Whether the page shows one of these orders and refunds. */
const isHere = (...ids: readonly string[]) => ids.includes(place.value.path[1] ?? "");

/** Maximum number of entries of each list: the one that is open in the page is first. */
const SHOWN = 3;

function Waiting<Entry>(props: {
  title: string;
  entries: readonly Entry[];
  isOpen: (entry: Entry) => boolean;
  children: (entry: Entry, isOpen: boolean) => VNode;
}) {
  const { seller: t } = texts.value;
  const { entries, isOpen, children } = props;
  const sorted = [...entries.filter(isOpen), ...entries.filter((entry) => !isOpen(entry))];
  const list: ComponentChildren = sorted.slice(0, SHOWN).map((entry) => children(entry, isOpen(entry)));
  return (
    <>
      <h3>{props.title}</h3>
      {entries.length === 0 ? <p class="quiet-text">{t.nothing}</p> : <ul>{list}</ul>}
      {entries.length > SHOWN && <p class="hint">{t.more(entries.length - SHOWN)}</p>}
    </>
  );
}
