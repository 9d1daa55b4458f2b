/** The seller's desk: the sandbox's, not the platform's. Here one plays the seller. */
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { actAtDesk, type DeskActs, type Mood, readDesk } from "../api/desk";
import { clock, usePushes } from "../api/live";
import { useLoad } from "../api/load";
import { useAct } from "../components/act";
import { announce } from "../components/announce";
import { Icon } from "../components/basics";
import { SelectField } from "../components/fields";
import { Failure, Whole } from "../components/states";
import { chinaTime, showTime, texts } from "../i18n";
import { place } from "../router";
import { desk } from "../settings";
import { RefundEntry, ToPayEntry, ToShipEntry } from "./entries";

/** Does something as the seller. */
export type Do = <Act extends keyof DeskActs>(act: Act, details: DeskActs[Act]) => void;

/** How far the clock can be put forward at once, in hours. */
const HOURS = [1, 12, 48];

export function Desk() {
  const { desk: t } = texts.value;
  const loaded = useLoad(readDesk, []);
  usePushes(loaded.reload, [loaded.reload]);
  const { run, busy, error } = useAct();
  const mood = loaded.state === "ready" ? loaded.data.mood : "works";
  const act: Do = (name, details) =>
    void run(async () => {
      await actAtDesk(name, details);
      announce(t.done);
      loaded.reload();
    });
  const title = useRef<HTMLHeadingElement>(null);
  // Who opens it goes on here; whoever finds it open, since the browser remembered, stays where they are.
  useEffect(() => {
    if (document.activeElement?.closest(".sandbox")) title.current?.focus();
  }, []);
  return (
    <aside class="desk" id="desk" aria-labelledby="desk-title">
      <header>
        <span class="tag">{t.tag}</span>
        <h2 id="desk-title" ref={title} tabIndex={-1}>
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
                <RefundEntry key={refund.refundId} refund={refund} isOpen={isOpen} busy={busy} act={act} />
              )}
            </Waiting>
            <Waiting title={t.toShip} entries={toShip} isOpen={({ orderId }) => isHere(orderId)}>
              {(order, isOpen) => (
                <ToShipEntry key={order.orderId} order={order} isOpen={isOpen} busy={busy} act={act} />
              )}
            </Waiting>
            <Waiting title={t.toPay} entries={toPay} isOpen={({ orderId }) => isHere(orderId)}>
              {(order, isOpen) => (
                <ToPayEntry key={order.orderId} order={order} isOpen={isOpen} busy={busy} act={act} />
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
            onClick={() => act("advance", { hours })}
          >
            {t.hours(hours)}
          </button>
        ))}
      </p>
      <p class="hint">{t.clockHint}</p>
      <SelectField
        label={t.mood}
        hint={t.moodHint}
        value={mood}
        onValue={(mood) => act("setMood", { mood: mood as Mood })}
      >
        {(Object.keys(t.moods) as Mood[]).map((mood) => (
          <option key={mood} value={mood}>
            {t.moods[mood]}
          </option>
        ))}
      </SelectField>
    </aside>
  );
}

function close() {
  desk.value = "closed";
  document.getElementById("desk-switch")?.focus();
}

/** Whether the page shows one of these orders and refunds. */
const isHere = (...ids: readonly string[]) => ids.includes(place.value.path[1] ?? "");

/** How many entries of each list are shown: what is open in the page comes first. */
const SHOWN = 3;

function Waiting<Entry>(props: {
  title: string;
  entries: readonly Entry[];
  isOpen: (entry: Entry) => boolean;
  children: (entry: Entry, isOpen: boolean) => VNode;
}) {
  const { desk: t } = texts.value;
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
