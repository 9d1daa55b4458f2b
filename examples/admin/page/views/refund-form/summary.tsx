/** The summary of the refund form, and its submit button. */
import type { ComponentChildren } from "preact";
import { Facts, Icon, Section } from "../../components/basics";
import { texts } from "../../i18n";
import { showFen } from "../../money";
import type { StepProps } from "./step";

export function Summary({
  derived,
  fieldErrors,
  busy,
  children,
}: StepProps & { busy: boolean; children: ComponentChildren }) {
  const { wizard: t, order, failure, refund } = texts.value;
  const { payment, carriage, goodsStatus, returns, reason } = derived;
  const sum = (payment ?? 0) + (carriage ?? 0);
  const count = Object.keys(fieldErrors).length;
  return (
    <div class="sticky">
      <Section id="summary" title={t.summary}>
        <Facts
          facts={[
            [t.where, t.goodsStatus[goodsStatus].title],
            [refund.kind, returns ? refund.kindReturn : refund.kindMoney],
            [order.goods, showFen(payment ?? 0), "number"],
            [order.freight, showFen(carriage ?? 0), "number"],
            [t.sum, showFen(sum), "number total"],
          ]}
        />
        {count > 0 && (
          <div class="failure" role="alert">
            <Icon name="alert" />
            <div>
              <strong>{failure.checkFields(count)}</strong>
              <ul>
                {Object.entries(fieldErrors).map(([field, message]) => (
                  <li key={field}>{message}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
        {children}
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? t.submitting : t.submit(showFen(sum))}
        </button>
        <p class="hint">{reason?.needVoucher ? t.vouchersNeeded : t.sentOnce}</p>
      </Section>
    </div>
  );
}
