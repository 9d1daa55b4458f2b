/** How much is to be refunded: typed in yuan, sent in fen, each with its bound. */
import { fenToYuan } from "pandapon";
import { isWholeOnly } from "../../api/refundable";
import { TextField } from "../../components/fields";
import { texts } from "../../i18n";
import { showFen } from "../../money";
import { Step, type StepProps } from "./step";

export function Amounts({ draft, derived, fieldErrors, refundable, change }: StepProps) {
  const { wizard: t } = texts.value;
  const { bound, freightBound, carriage, goodsStatus, reason } = derived;
  const isFixed = isWholeOnly(goodsStatus);
  const freightHint = reason?.noRefundCarriage
    ? t.freightForbidden
    : refundable.freight === 0
      ? t.freightNone
      : t.freightBound(showFen(freightBound));
  const all = (most: number, onClick: () => void) => (
    <button type="button" class="link-button" onClick={onClick}>
      {t.useBound(showFen(most))}
    </button>
  );
  return (
    <Step title={t.howMuch} invalid={(fieldErrors["applyPayment"] ?? fieldErrors["applyCarriage"]) !== undefined}>
      <div class="pair">
        <TextField
          label={t.goodsAmount}
          inputMode="decimal"
          value={isFixed || draft.payment === null ? fenToYuan(bound) : draft.payment}
          readOnly={isFixed}
          hint={isFixed ? t.goodsFixed(showFen(bound)) : t.goodsBound(showFen(bound))}
          error={fieldErrors["applyPayment"]}
          aside={!isFixed && all(bound, () => change({ payment: null }))}
          onValue={(payment) => change({ payment })}
        />
        <TextField
          label={t.freightAmount}
          inputMode="decimal"
          value={freightBound === 0 ? "0.00" : (draft.carriage ?? fenToYuan(carriage ?? 0))}
          readOnly={freightBound === 0}
          hint={freightHint}
          error={fieldErrors["applyCarriage"]}
          aside={freightBound > 0 && all(freightBound, () => change({ carriage: fenToYuan(freightBound) }))}
          onValue={(carriage) => change({ carriage })}
        />
      </div>
    </Step>
  );
}
