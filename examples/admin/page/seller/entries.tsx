/** The entries of the seller's pending work, each with its actions. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useName } from "../api/names";
import type { SellerOrder, SellerRefund } from "../api/seller";
import { Dialog } from "../components/dialog";
import { TextField } from "../components/fields";
import { stateName, texts } from "../i18n";
import { readYuan } from "../money";
import { link } from "../router";
import type { RunAction } from "./seller";

interface EntryProps {
  /** Whether the page shows this order or refund. */
  isOpen: boolean;
  busy: boolean;
  run: RunAction;
}

const Entry = (props: { id: string; address: string; isOpen: boolean; text: string; children: ComponentChildren }) => (
  <li class={props.isOpen ? "open" : undefined}>
    <a class="mono" href={props.address}>
      {props.id}
    </a>
    <span class="sub">{props.text}</span>
    <div class="actions">{props.children}</div>
  </li>
);

function OrderEntry(props: { order: SellerOrder; isOpen: boolean; children: ComponentChildren }) {
  const { orderId, offerId, name } = props.order;
  return (
    <Entry id={orderId} address={link(["orders", orderId])} isOpen={props.isOpen} text={useName(offerId, name)}>
      {props.children}
    </Entry>
  );
}

export const ToShipEntry = ({ order, isOpen, busy, run }: EntryProps & { order: SellerOrder }) => (
  <OrderEntry order={order} isOpen={isOpen}>
    <button type="button" class="button small" disabled={busy} onClick={() => run("ship", { orderId: order.orderId })}>
      {texts.value.seller.ship}
    </button>
  </OrderEntry>
);

export function ToPayEntry({ order, isOpen, busy, run }: EntryProps & { order: SellerOrder }) {
  const { seller: t, order: words, common, wizard } = texts.value;
  const [asks, setAsks] = useState(false);
  const [goods, setGoods] = useState(order.goods);
  const [freight, setFreight] = useState(order.freight);
  const fen = { goods: readYuan(goods), freight: readYuan(freight) };
  function change() {
    if (fen.goods === null || fen.freight === null) return;
    setAsks(false);
    run("changePrice", { orderId: order.orderId, goods: fen.goods, freight: fen.freight });
  }
  return (
    <OrderEntry order={order} isOpen={isOpen}>
      <button type="button" class="button small" disabled={busy} onClick={() => setAsks(true)}>
        {t.changePrice}
      </button>
      {asks && (
        <Dialog title={t.changePrice} onClose={() => setAsks(false)}>
          <div class="pair">
            <TextField
              label={`${words.goods} (¥)`}
              inputMode="decimal"
              value={goods}
              error={fen.goods === null ? wizard.notAmount : undefined}
              onValue={setGoods}
            />
            <TextField
              label={`${words.freight} (¥)`}
              inputMode="decimal"
              value={freight}
              error={fen.freight === null ? wizard.notAmount : undefined}
              onValue={setFreight}
            />
          </div>
          <div class="actions">
            <button type="button" class="button" onClick={() => setAsks(false)}>
              {common.cancel}
            </button>
            <button type="button" class="button primary" onClick={change}>
              {t.changePrice}
            </button>
          </div>
        </Dialog>
      )}
    </OrderEntry>
  );
}

export function RefundEntry({ refund, isOpen, busy, run }: EntryProps & { refund: SellerRefund }) {
  const { seller: t, common } = texts.value;
  const { refundId, status } = refund;
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState(t.refuseDefault);
  const isReturning = status === "waitsellerreceive";
  function refuse() {
    setAsks(false);
    run("refuse", { refundId, reason });
  }
  return (
    <Entry id={refundId} address={link(["refunds", refundId])} isOpen={isOpen} text={stateName(status)}>
      <button type="button" class="button small" disabled={busy} onClick={() => setAsks(true)}>
        {t.refuse}
      </button>
      <button
        type="button"
        class="button small"
        disabled={busy}
        onClick={() => run(isReturning ? "receive" : "agree", { refundId })}
      >
        {isReturning ? t.receive : t.agree}
      </button>
      {asks && (
        <Dialog title={t.refuse} onClose={() => setAsks(false)}>
          <TextField label={t.refuseReason} value={reason} onValue={setReason} />
          <div class="actions">
            <button type="button" class="button" onClick={() => setAsks(false)}>
              {common.cancel}
            </button>
            <button type="button" class="button danger" onClick={refuse}>
              {t.refuse}
            </button>
          </div>
        </Dialog>
      )}
    </Entry>
  );
}
