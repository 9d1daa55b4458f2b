/** Which sub-orders a refund is about, and how many pieces of each go back. */
import { useId } from "preact/hooks";
import { useName } from "../../api/names";
import { type Item, variantOf } from "../../api/orders";
import { isRefundable, isUnderWay, leftOf } from "../../api/refundable";
import { Picture } from "../../components/basics";
import { FieldError, TextField } from "../../components/fields";
import { texts } from "../../i18n";
import { showYuan } from "../../money";
import { language } from "../../settings";
import { Step, type StepProps } from "./step";

export function Items({ draft, fieldErrors, refundable, derived, change }: StepProps) {
  const { wizard: t } = texts.value;
  const id = useId();
  const error = fieldErrors["orderEntryIds"];
  return (
    <Step title={t.what} invalid={error !== undefined}>
      <ul class="choice-list" aria-describedby={error && `${id}-error`}>
        {refundable.items.map((item) => (
          <ItemChoice
            key={item.subItemID}
            item={item}
            isChosen={draft.itemIds.includes(item.subItemID ?? "")}
            isPossible={isRefundable(refundable.order, item)}
            error={fieldErrors["orderEntryCountList"]}
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
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </Step>
  );
}

function ItemChoice(props: {
  item: Item;
  isChosen: boolean;
  isPossible: boolean;
  /** `null` where pieces are not counted. */
  pieces: string | null;
  /** The error message of the number of pieces. */
  error: string | undefined;
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
        <input
          type="checkbox"
          checked={isChosen}
          disabled={!isPossible}
          onChange={(event) => props.onChosen(event.currentTarget.checked)}
        />
        <Picture src={item.productImgUrl?.[0]} alt="" />
        <span class="grow">
          <strong>{name}</strong>
          <span class="hint">
            {[variantOf(item.skuInfos, language.value === "en"), common.pieces(item.quantity ?? 0), why]
              .filter(Boolean)
              .join(" · ")}
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
            error={props.error}
            onValue={props.onPieces}
          />
        </div>
      )}
    </li>
  );
}
