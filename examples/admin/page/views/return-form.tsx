/** Sending goods back that the seller agreed to take: carrier and waybill. */
import { need } from "pandapon";
import { useState } from "preact/hooks";
import { checkSuccess } from "../api/business-error";
import { client } from "../api/client";
import { useLoad } from "../api/load";
import type { Refund } from "../api/refunds";
import { announce } from "../components/announce";
import { Section } from "../components/basics";
import { LongField, SelectField, TextField } from "../components/fields";
import { Failure } from "../components/states";
import { useAction } from "../components/use-action";
import { type Voucher, Vouchers } from "../components/vouchers";
import { say, texts } from "../i18n";
import { language } from "../settings";
import { type FieldErrors, fieldErrorsIn } from "./field-errors";

/** At most so many characters and pictures: 1688, returnGoods. */
const MOST_CHARACTERS = 200;
const MOST_VOUCHERS = 10;

export function ReturnForm({ refund }: { refund: Refund }) {
  const { refund: t } = texts.value;
  const carriers = useLoad(async (signal) => (await client.alibaba.refund.carriers({}, { signal })) ?? [], []);
  const [carrier, setCarrier] = useState("");
  const [waybill, setWaybill] = useState("");
  const [note, setNote] = useState("");
  const [vouchers, setVouchers] = useState<readonly Voucher[]>([]);
  const [fieldErrors, setFieldErrors] = useState<FieldErrors>({});
  const action = useAction();

  const submit = () =>
    action.run(async () => {
      setFieldErrors({});
      try {
        const done = await client.alibaba.refund.submitReturn({
          refundId: need(refund, "refundId"),
          logisticsCompanyNo: carrier,
          freightBill: waybill.trim(),
          ...(note.trim() && { description: note.trim() }),
          ...(vouchers.length > 0 && { vouchers: vouchers.map(({ address }) => address) }),
        });
        checkSuccess(done);
        announce(t.returned);
      } catch (error) {
        const words = { logisticsCompanyNo: t.chooseCarrier, freightBill: t.waybillWrong, description: t.noteWrong };
        const found = fieldErrorsIn(error, FIELDS, words);
        if (Object.keys(found).length === 0) throw error;
        setFieldErrors(found);
      }
    });

  return (
    <Section id="return" title={t.sendBack}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {refund.sellerReceiveAddress && (
          <>
            <h3>{t.returnTo}</h3>
            <address lang="zh-CN">
              {refund.sellerRealName} {refund.sellerMobile}
              <br />
              {refund.sellerReceiveAddress}
            </address>
          </>
        )}
        <div class="pair">
          <SelectField
            label={t.carrier}
            value={carrier}
            disabled={carriers.state !== "ready"}
            error={fieldErrors["logisticsCompanyNo"]}
            onValue={setCarrier}
          >
            <option value="">{t.chooseCarrier}</option>
            {carriers.state === "ready" &&
              carriers.data.map(({ companyNo, companyName }) => (
                <option key={companyNo} value={companyNo ?? ""}>
                  {language.value === "en" ? `${say(companyName ?? "")} ${companyName}` : companyName}
                </option>
              ))}
          </SelectField>
          <TextField
            label={t.waybill}
            hint={t.waybillHint}
            value={waybill}
            error={fieldErrors["freightBill"]}
            onValue={setWaybill}
          />
        </div>
        <LongField
          label={`${t.note} (${texts.value.common.optional})`}
          hint={t.noteHint}
          most={MOST_CHARACTERS}
          value={note}
          error={fieldErrors["description"]}
          onValue={setNote}
        />
        <Vouchers
          vouchers={vouchers}
          most={MOST_VOUCHERS}
          hint={t.returnVouchers}
          error={fieldErrors["vouchers"]}
          onVouchers={setVouchers}
        />
        {action.error !== undefined && <Failure error={action.error} />}
        {carriers.state === "failed" && <Failure error={carriers.error} retry={carriers.reload} />}
        <div class="actions">
          <button type="submit" class="button primary" disabled={action.busy}>
            {t.submitReturn}
          </button>
        </div>
      </form>
    </Section>
  );
}

/** Fields by the platform's error codes: 1688, returnGoods. */
const FIELDS: Readonly<Record<string, string>> = { 4002: "freightBill", 4003: "vouchers", 4004: "freightBill" };
