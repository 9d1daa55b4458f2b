/** The steps of the refund form that choose and describe. */
import type { Loaded } from "../../api/load";
import { areReceived, type Reason } from "../../api/refundable";
import { Choices, LongField } from "../../components/fields";
import { Failure, Loading } from "../../components/states";
import { Vouchers } from "../../components/vouchers";
import { say, texts } from "../../i18n";
import { language } from "../../settings";
import { Step, type StepProps } from "./step";

/** At most so many characters and pictures: 1688, createRefund. */
const MOST_CHARACTERS = 150;
const MOST_VOUCHERS = 5;

export function GoodsState({ derived, fieldErrors, change }: StepProps) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.where} invalid={fieldErrors["goodsStatus"] !== undefined}>
      <Choices
        label={t.where}
        hidden
        choices={derived.statuses.map((value) => ({ value, ...t.goodsStatus[value] }))}
        value={derived.goodsStatus}
        hint={derived.statuses.length === 1 ? t.onlyState : undefined}
        error={fieldErrors["goodsStatus"]}
        onValue={(goodsStatus) => change({ goodsStatus, carriage: null })}
      />
    </Step>
  );
}

export function Kind({ derived, fieldErrors, change }: StepProps) {
  const { wizard: t } = texts.value;
  const canReturn = areReceived(derived.goodsStatus);
  const kinds = ["refund", "returnRefund"] as const;
  return (
    <Step title={t.kind} invalid={fieldErrors["disputeRequest"] !== undefined}>
      <Choices
        label={t.kind}
        hidden
        choices={kinds.map((value) => ({
          value,
          ...t.disputeRequest[value],
          disabled: value === "returnRefund" && !canReturn,
        }))}
        value={derived.returns ? "returnRefund" : "refund"}
        hint={canReturn ? undefined : t.kindLocked}
        error={fieldErrors["disputeRequest"]}
        onValue={(kind) => change({ returns: kind === "returnRefund" })}
      />
    </Step>
  );
}

export function Reasons({ draft, fieldErrors, change, reasons }: StepProps & { reasons: Loaded<readonly Reason[]> }) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.why} invalid={fieldErrors["applyReasonId"] !== undefined}>
      {reasons.state === "loading" && <Loading rows={3} />}
      {reasons.state === "failed" && <Failure error={reasons.error} retry={reasons.reload} />}
      {reasons.state === "ready" && (
        <Choices
          label={t.reason}
          hidden
          choices={reasons.data.map((reason) => ({
            value: reason.id ?? "",
            title: say(reason.name ?? ""),
            text: [
              language.value === "en" && reason.name,
              reason.needVoucher && t.needVoucher,
              reason.noRefundCarriage && t.noFreight,
            ]
              .filter(Boolean)
              .join(" · "),
          }))}
          value={draft.reasonId ?? ""}
          error={fieldErrors["applyReasonId"]}
          onValue={(reasonId) => change({ reasonId })}
        />
      )}
    </Step>
  );
}

export function Evidence({ draft, derived, fieldErrors, change }: StepProps) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.evidence} invalid={(fieldErrors["description"] ?? fieldErrors["vouchers"]) !== undefined}>
      <LongField
        label={t.description}
        hint={t.descriptionHint}
        error={fieldErrors["description"]}
        most={MOST_CHARACTERS}
        value={draft.description}
        onValue={(description) => change({ description })}
      />
      <Vouchers
        vouchers={draft.vouchers}
        most={MOST_VOUCHERS}
        hint={derived.reason?.needVoucher ? t.vouchersNeeded : t.vouchersOptional}
        error={fieldErrors["vouchers"]}
        onVouchers={(vouchers) => change({ vouchers })}
      />
    </Step>
  );
}
