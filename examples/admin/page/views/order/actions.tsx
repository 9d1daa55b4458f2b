/** The actions of a buyer on an order: pay, cancel, confirm receipt, request a refund. */
import { unlisted } from "pandapon";
import { useState } from "preact/hooks";
import { checkSuccess } from "../../api/business-error";
import { client } from "../../api/client";
import { itemsOf, type Order, stateOf } from "../../api/orders";
import { isRefundable } from "../../api/refundable";
import { announce } from "../../components/announce";
import { Dialog } from "../../components/dialog";
import { SelectField } from "../../components/fields";
import type { Action } from "../../components/use-action";
import { texts } from "../../i18n";
import { link } from "../../router";

export function Actions({ order, action }: { order: Order; action: Action }) {
  const { order: t } = texts.value;
  const [asks, setAsks] = useState<"cancel" | "confirm">();
  const orderId = order.baseInfo?.id ?? "";
  const state = stateOf(order);
  const pay = () =>
    action.run(async () => {
      const { protocolPaySuccess } = await client.alibaba.order.payUrl({ orderId });
      announce(protocolPaySuccess ? t.paid : t.notPaid);
    });
  return (
    <>
      {state === "waitbuyerpay" && (
        <>
          <button type="button" class="button" onClick={() => setAsks("cancel")}>
            {t.cancel}
          </button>
          <button type="button" class="button primary" onClick={pay} disabled={action.busy}>
            {action.busy ? t.paying : t.pay}
          </button>
        </>
      )}
      {state === "waitbuyerreceive" && (
        <button type="button" class="button" onClick={() => setAsks("confirm")}>
          {t.confirm}
        </button>
      )}
      {itemsOf(order).some((item) => isRefundable(order, item)) && (
        <a class="button primary" href={link(["orders", orderId, "refund"])}>
          {t.refund}
        </a>
      )}
      {asks === "cancel" && <Cancel id={orderId} action={action} onClose={() => setAsks(undefined)} />}
      {asks === "confirm" && <Confirm order={order} id={orderId} action={action} onClose={() => setAsks(undefined)} />}
    </>
  );
}

function Cancel({ id, action, onClose }: { id: string; action: Action; onClose: () => void }) {
  const { order: t } = texts.value;
  const [cancelReason, setReason] = useState("buyerCancel");
  const cancel = () =>
    action.run(async () => {
      onClose();
      await client.alibaba.order.cancel({ webSite: "1688", orderId: id, cancelReason: unlisted(cancelReason) });
      announce(t.cancelled);
    });
  return (
    <Dialog title={t.cancelTitle} onClose={onClose}>
      <p>{t.cancelText}</p>
      <SelectField label={t.cancelReason} value={cancelReason} onValue={setReason}>
        {Object.entries(t.cancelReasons).map(([reason, name]) => (
          <option key={reason} value={reason}>
            {name}
          </option>
        ))}
      </SelectField>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {t.keep}
        </button>
        <button type="button" class="button danger" onClick={cancel}>
          {t.cancel}
        </button>
      </div>
    </Dialog>
  );
}

function Confirm({ order, id, action, onClose }: { order: Order; id: string; action: Action; onClose: () => void }) {
  const { order: t, common } = texts.value;
  // Sub-orders that were refunded or confirmed before have a state of their own.
  const open = itemsOf(order).filter(({ status }) => status === stateOf(order));
  const orderEntryIds = open.map(({ subItemID }) => subItemID ?? "");
  const confirm = () =>
    action.run(async () => {
      onClose();
      checkSuccess(await client.alibaba.order.confirmReceipt({ orderId: id, orderEntryIds }));
      announce(t.confirmed);
    });
  return (
    <Dialog title={t.confirmTitle} onClose={onClose}>
      <p>{t.confirmText}</p>
      <div class="actions">
        <button type="button" class="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button type="button" class="button primary" onClick={confirm}>
          {t.confirm}
        </button>
      </div>
    </Dialog>
  );
}
