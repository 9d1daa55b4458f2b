/** The progress and outcomes of the orders of a basket. */
import { isOutcomeUnknown } from "../api/business-error";
import { outcomes } from "../api/ordering";
import { Badge, Section, Title } from "../components/basics";
import { Failure } from "../components/states";
import { texts } from "../i18n";
import { link } from "../router";
import { language } from "../settings";

export function Outcomes() {
  const { basket: t, app, common } = texts.value;
  const all = outcomes.value;
  const over = all.filter(({ state }) => state === "placed" || state === "failed").length;
  const placed = all.filter(({ state }) => state === "placed").length;
  const isOver = over === all.length;
  return (
    <>
      <Title>{isOver ? t.done : t.placing}</Title>
      <Section id="progress" title={t.progress(placed, all.length)}>
        <progress max={all.length} value={over} aria-labelledby="progress" />
        <ol class="outcomes">
          {all.map(({ group, state, ids, error }) => (
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
              {state === "failed" && !isOutcomeUnknown(error) && <Badge tone="bad">{t.failed}</Badge>}
              {error !== undefined && <Failure error={error} />}
            </li>
          ))}
        </ol>
        {isOver && (
          <div class="actions">
            <button type="button" class="button" onClick={() => (outcomes.value = [])}>
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
