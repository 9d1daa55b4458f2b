/** What becomes of the orders of a basket, while they are placed and afterwards. */
import type { Group } from "../api/basket";
import { Badge, Section, Title } from "../components/basics";
import { Failure } from "../components/states";
import { texts } from "../i18n";
import { link } from "../router";
import { language } from "../settings";

export interface Outcome {
  group: Group;
  state: "waiting" | "running" | "placed" | "failed";
  /** The orders that were made. */
  ids?: readonly string[];
  error?: unknown;
}

export function Outcomes({ outcomes, onDone }: { outcomes: readonly Outcome[]; onDone: () => void }) {
  const { basket: t, app, common } = texts.value;
  const over = outcomes.filter(({ state }) => state === "placed" || state === "failed").length;
  const placed = outcomes.filter(({ state }) => state === "placed").length;
  const isOver = over === outcomes.length;
  return (
    <>
      <Title>{isOver ? t.done : t.placing}</Title>
      <Section id="progress" title={t.progress(placed, outcomes.length)}>
        <progress max={outcomes.length} value={over} aria-labelledby="progress" />
        <ol class="outcomes">
          {outcomes.map(({ group, state, ids, error }) => (
            <li key={group.seller}>
              <span class="grow">
                {group.lines.map(({ name }) => name[language.value === "en" ? 1 : 0]).join(", ")}
              </span>
              {state === "waiting" && <Badge tone="neutral">…</Badge>}
              {state === "running" && <Badge tone="info">{common.loading}</Badge>}
              {ids?.map((id) => (
                <a key={id} href={link(["orders", id])} class="mono">
                  {t.placed(id)}
                </a>
              ))}
              {state === "failed" && (
                <>
                  <Badge tone="bad">{t.failed}</Badge>
                  <Failure error={error} />
                </>
              )}
            </li>
          ))}
        </ol>
        {isOver && (
          <div class="actions">
            <button type="button" class="button" onClick={onDone}>
              {t.clear}
            </button>
            <a class="button primary" href={link(["orders"])}>
              {app.toOrders}
            </a>
          </div>
        )}
      </Section>
    </>
  );
}
