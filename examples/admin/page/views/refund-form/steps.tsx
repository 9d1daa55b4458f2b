/** The steps of the refund form. */
import { fenToYuan } from "pandapon";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Loaded } from "../../api/load";
import { useName } from "../../api/names";
import { type Item, variantOf } from "../../api/orders";
import { areReceived, isRefundable, isUnderWay, isWholeOnly, leftOf, type Reason } from "../../api/refundable";
import { Picture } from "../../components/basics";
import { Choices, LongField, TextField, Wrong } from "../../components/fields";
import { Failure, Loading } from "../../components/states";
import { Vouchers } from "../../components/vouchers";
import { say, texts } from "../../i18n";
import { showFen, showYuan } from "../../money";
import { language } from "../../settings";
import type { Wrongs } from "../wrongs";
import type { Derived, Draft, Refundable } from "./application";

export interface StepProps {
  draft: Draft;
  derived: Derived;
  wrongs: Wrongs;
  refundable: Refundable;
  change: (changes: Partial<Draft>) => void;
}

/** At most so many characters and pictures: 1688, createRefund. */
const MOST_CHARACTERS = 150;
const MOST_VOUCHERS = 5;

const Step = ({ title, children, wrong }: { title: string; children: ComponentChildren; wrong?: boolean }) => {
  const id = useId();
  return (
    <section class={wrong ? "card step wrong" : "card step"} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};

export function Items({ draft, wrongs, refundable, derived, change }: StepProps) {
  const { wizard: t } = texts.value;
  const id = useId();
  const error = wrongs["orderEntryIds"] ?? wrongs["orderEntryCountList"];
  return (
    <Step title={t.what} wrong={error !== undefined}>
      <ul class="choice-list" aria-describedby={error && `${id}-error`}>
        {refundable.items.map((item) => (
          <ItemChoice
            key={item.subItemID}
            item={item}
            isChosen={draft.itemIds.includes(item.subItemID ?? "")}
            isPossible={isRefundable(refundable.order, item)}
            pieces={derived.counts ? (draft.pieces[item.subItemID ?? ""] ?? "") : null}
            onChosen={(chosen) =>
              change({
                itemIds: refundable.items
                  .map(({ subItemID }) => subItemID ?? "")
                  .filter((other) => (other === item.subItemID ? chosen : draft.itemIds.includes(other))),
                payment: null,
                reasonId: draft.reasonId,
              })
            }
            onPieces={(count) => change({ pieces: { ...draft.pieces, [item.subItemID ?? ""]: count } })}
          />
        ))}
      </ul>
      {error && <Wrong id={`${id}-error`}>{error}</Wrong>}
    </Step>
  );
}

function ItemChoice(props: {
  item: Item;
  isChosen: boolean;
  isPossible: boolean;
  /** `null` where pieces are not counted. */
  pieces: string | null;
  onChosen: (chosen: boolean) => void;
  onPieces: (count: string) => void;
}) {
  const { wizard: t, common } = texts.value;
  const { item, isChosen, isPossible } = props;
  const name = useName(item.productID ?? "", item.name ?? "");
  const why = isUnderWay(item) ? t.underWay : leftOf(item) <= 0 ? t.already : "";
  return (
    <li>
      <label class="choice item">
        <input type="checkbox" checked={isChosen} disabled={!isPossible} onChange={(event) => props.onChosen(event.currentTarget.checked)} />
        <Picture src={item.productImgUrl?.[0]} alt="" />
        <span class="grow">
          <strong>{name}</strong>
          <span class="hint">
            {[variantOf(item.skuInfos, language.value === "en"), common.pieces(item.quantity ?? 0), why].filter(Boolean).join(" · ")}
          </span>
        </span>
        <span class="amount">{showYuan(item.itemAmount ?? "0.00")}</span>
      </label>
      {isChosen && props.pieces !== null && (
        <div class="pieces">
          <TextField
            label={t.pieces}
            inputMode="numeric"
            placeholder={String(item.quantity ?? "")}
            value={props.pieces}
            onValue={props.onPieces}
          />
        </div>
      )}
    </li>
  );
}

export function GoodsState({ derived, wrongs, change }: StepProps) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.where} wrong={wrongs["goodsStatus"] !== undefined}>
      <Choices
        label={t.where}
        hidden
        choices={derived.statuses.map((value) => ({ value, ...t.goodsStatus[value] }))}
        value={derived.goodsStatus}
        hint={derived.statuses.length === 1 ? t.onlyState : undefined}
        error={wrongs["goodsStatus"]}
        onValue={(goodsStatus) => change({ goodsStatus, carriage: null })}
      />
    </Step>
  );
}

export function Kind({ derived, wrongs, change }: StepProps) {
  const { wizard: t } = texts.value;
  const canReturn = areReceived(derived.goodsStatus);
  const kinds = ["refund", "returnRefund"] as const;
  return (
    <Step title={t.kind} wrong={wrongs["disputeRequest"] !== undefined}>
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
        error={wrongs["disputeRequest"]}
        onValue={(kind) => change({ returns: kind === "returnRefund" })}
      />
    </Step>
  );
}

export function Reasons({ draft, wrongs, change, reasons }: StepProps & { reasons: Loaded<readonly Reason[]> }) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.why} wrong={wrongs["applyReasonId"] !== undefined}>
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
          error={wrongs["applyReasonId"]}
          onValue={(reasonId) => change({ reasonId })}
        />
      )}
    </Step>
  );
}

export function Amounts({ draft, derived, wrongs, refundable, change }: StepProps) {
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
    <Step title={t.howMuch} wrong={(wrongs["applyPayment"] ?? wrongs["applyCarriage"]) !== undefined}>
      <div class="pair">
        <TextField
          label={t.goodsAmount}
          inputMode="decimal"
          value={isFixed || draft.payment === null ? fenToYuan(bound) : draft.payment}
          readOnly={isFixed}
          hint={isFixed ? t.goodsFixed(showFen(bound)) : t.goodsBound(showFen(bound))}
          error={wrongs["applyPayment"]}
          aside={!isFixed && all(bound, () => change({ payment: null }))}
          onValue={(payment) => change({ payment })}
        />
        <TextField
          label={t.freightAmount}
          inputMode="decimal"
          value={freightBound === 0 ? "0.00" : (draft.carriage ?? fenToYuan(carriage ?? 0))}
          readOnly={freightBound === 0}
          hint={freightHint}
          error={wrongs["applyCarriage"]}
          aside={freightBound > 0 && all(freightBound, () => change({ carriage: fenToYuan(freightBound) }))}
          onValue={(carriage) => change({ carriage })}
        />
      </div>
    </Step>
  );
}

export function Evidence({ draft, derived, wrongs, change }: StepProps) {
  const { wizard: t } = texts.value;
  return (
    <Step title={t.evidence} wrong={(wrongs["description"] ?? wrongs["vouchers"]) !== undefined}>
      <LongField
        label={t.description}
        hint={t.descriptionHint}
        error={wrongs["description"]}
        most={MOST_CHARACTERS}
        value={draft.description}
        onValue={(description) => change({ description })}
      />
      <Vouchers
        vouchers={draft.vouchers}
        most={MOST_VOUCHERS}
        hint={derived.reason?.needVoucher ? t.vouchersNeeded : t.vouchersOptional}
        error={wrongs["vouchers"]}
        onVouchers={(vouchers) => change({ vouchers })}
      />
    </Step>
  );
}
