/** The form to request a refund, step by step along the platform's rules. */
import { useEffect, useRef, useState } from "preact/hooks";
import { client } from "../../api/client";
import { useLoad } from "../../api/load";
import { isRefundable, readRefundable } from "../../api/refundable";
import { announce } from "../../components/announce";
import { Title } from "../../components/basics";
import { Empty, Failure, Whole } from "../../components/states";
import { useAction } from "../../components/use-action";
import { texts } from "../../i18n";
import { go, link } from "../../router";
import { type FieldErrors, fieldErrorsIn } from "../field-errors";
import { Amounts } from "./amounts";
import { type Draft, derive, FIELDS, type Refundable, requestOf, validate } from "./application";
import { Items } from "./items";
import { Evidence, GoodsState, Kind, Reasons } from "./steps";
import { Summary } from "./summary";

export function RefundForm({ orderId }: { orderId: string }) {
  const { wizard: t, order } = texts.value;
  const loaded = useLoad((signal) => readRefundable(orderId, signal), [orderId]);
  return (
    <>
      <Title back={{ href: link(["orders", orderId]), label: order.title(orderId) }}>{t.title}</Title>
      <Whole of={loaded} rows={8}>
        {(refundable) =>
          refundable.items.some((item) => isRefundable(refundable.order, item)) ? (
            <Form key={orderId} orderId={orderId} refundable={refundable} />
          ) : (
            <Empty title={t.nothing} text={t.nothingText} />
          )
        }
      </Whole>
    </>
  );
}

function Form({ orderId, refundable }: { orderId: string; refundable: Refundable }) {
  const { wizard: t } = texts.value;
  const [draft, setDraft] = useState<Draft>(() => ({
    itemIds: refundable.items
      .filter((item) => isRefundable(refundable.order, item))
      .map(({ subItemID }) => subItemID ?? ""),
    goodsStatus: null,
    returns: false,
    reasonId: null,
    payment: null,
    carriage: null,
    description: "",
    vouchers: [],
    pieces: {},
  }));
  const [fieldErrors, setFieldErrors] = useState<FieldErrors>({});
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);

  // Which reasons there are depends on the sub-orders and on where the goods are.
  const { goodsStatus } = derive(draft, refundable, []);
  const reasons = useLoad(
    async (signal) => {
      if (draft.itemIds.length === 0) return [];
      const request = { orderId, orderEntryIds: draft.itemIds, goodsStatus };
      return (await client.alibaba.refund.reasons(request, { signal })).reasons ?? [];
    },
    [orderId, draft.itemIds, goodsStatus],
  );
  const derived = derive(draft, refundable, reasons.state === "ready" ? reasons.data : []);

  const change = (changes: Partial<Draft>) => {
    setDraft((draft) => ({ ...draft, ...changes }));
    setFieldErrors({});
  };

  // Errors are shown at their fields, and the first such field gets the focus.
  useEffect(() => {
    if (Object.keys(fieldErrors).length === 0) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid], .invalid input:not(:disabled)");
    field?.focus();
  }, [fieldErrors]);

  const submit = () =>
    action.run(async () => {
      const request = requestOf(orderId, draft, derived);
      const own = validate(draft, derived, t);
      // With errors already, the validator still checks the rest, and nothing is sent: the call is aborted.
      const words = { description: t.descriptionWrong, orderEntryCountList: t.piecesWrong };
      const options = Object.keys(own).length > 0 ? { signal: AbortSignal.abort() } : {};
      try {
        const { refundId } = await client.alibaba.refund.create(request, options);
        announce(t.done);
        go(link(["refunds", refundId ?? ""]));
      } catch (error) {
        const found = { ...fieldErrorsIn(error, FIELDS, words), ...own };
        if (Object.keys(found).length === 0) throw error;
        setFieldErrors(found);
      }
    });

  const step = { draft, derived, fieldErrors, change, refundable };
  return (
    <form
      ref={form}
      class="columns refund-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="column steps">
        <Items {...step} />
        <GoodsState {...step} />
        <Kind {...step} />
        <Reasons {...step} reasons={reasons} />
        <Amounts {...step} />
        <Evidence {...step} />
      </div>
      <div class="column narrow">
        <Summary {...step} busy={action.busy}>
          {action.error !== undefined && <Failure error={action.error} />}
        </Summary>
      </div>
    </form>
  );
}
