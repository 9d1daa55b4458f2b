/** The list of orders. */
import { useState } from "preact/hooks";
import { connected, ordersOf, usePushes } from "../api/events";
import { useLoad } from "../api/load";
import { useName } from "../api/names";
import { createdAt, idOf, itemsOf, listOrders, type Order, PAGE_SIZE, refundStateOf, stateOf } from "../api/orders";
import { announce } from "../components/announce";
import { Pager, Picture, StateBadge, Title } from "../components/basics";
import { Filters, Search } from "../components/filters";
import { Empty, Whole } from "../components/states";
import { showTime, stateName, texts } from "../i18n";
import { showYuan } from "../money";
import { go, link, place, replace } from "../router";

const STATES = ["waitbuyerpay", "waitsellersend", "waitbuyerreceive", "success", "cancel"];

export function Orders() {
  const { orders: t } = texts.value;
  const { query } = place.value;
  const state = query.get("state") ?? "";
  const search = query.get("search") ?? "";
  const page = Number(query.get("page") ?? 1);
  const address = (changed: Record<string, string | number>) => link(["orders"], { state, search, ...changed });
  const loaded = useLoad((signal) => listOrders(page, state, search, signal), [page, state, search]);
  const [changed, setChanged] = useState<readonly string[]>([]);

  usePushes(
    (push) => {
      const ids = ordersOf(push);
      setChanged(ids);
      if (ids[0]) announce(t.changed(ids[0], stateName(push.messageBody.currentStatus ?? "successed")));
      loaded.reload();
    },
    [loaded.reload, t],
  );

  return (
    <>
      <Title
        note={loaded.state === "ready" && t.count(loaded.data.total)}
        aside={connected.value && <span class="live">{t.live}</span>}
      >
        {t.title}
      </Title>
      <div class="toolbar">
        <Filters
          label={t.filter}
          choices={[["", t.all], ...STATES.map((state) => [state, stateName(state)] as const)]}
          chosen={state}
          address={(state) => link(["orders"], { state, search })}
        />
        <Search
          label={t.search}
          hint={t.searchHint}
          value={search}
          onSearch={(search) => replace(address({ search, page: "" }))}
        />
      </div>
      <Whole of={loaded} rows={8}>
        {({ orders, total }) =>
          orders.length === 0 ? (
            <Empty title={t.emptyTitle} text={t.emptyText}>
              <button type="button" class="button" onClick={() => go(link(["orders"]))}>
                {t.showAll}
              </button>
            </Empty>
          ) : (
            <>
              <OrderTable orders={orders} changed={changed} />
              <Pager page={page} pages={Math.ceil(total / PAGE_SIZE)} address={(page) => address({ page })} />
            </>
          )
        }
      </Whole>
    </>
  );
}

const OrderTable = ({ orders, changed }: { orders: readonly Order[]; changed: readonly string[] }) => {
  const { orders: t } = texts.value;
  return (
    <table class="list" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {t.order}
          </th>
          <th role="columnheader" scope="col">
            {t.goods}
          </th>
          <th role="columnheader" scope="col">
            {t.state}
          </th>
          <th role="columnheader" scope="col" class="number">
            {t.amount}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {orders.map((order) => (
          <Row key={idOf(order)} order={order} isNew={changed.includes(idOf(order))} />
        ))}
      </tbody>
    </table>
  );
};

function Row({ order, isNew }: { order: Order; isNew: boolean }) {
  const { common } = texts.value;
  const items = itemsOf(order);
  const [first] = items;
  const name = useName(first?.productID ?? "", first?.name ?? "");
  const refundState = refundStateOf(order);
  return (
    <tr role="row" class={isNew ? "changed" : undefined}>
      <td role="cell" class="who">
        <a class="row-link mono" href={link(["orders", idOf(order)])}>
          {idOf(order)}
        </a>
        <span class="sub">{showTime(createdAt(order))}</span>
      </td>
      <td role="cell" class="goods">
        <Picture src={first?.productImgUrl?.[0]} alt="" />
        <span>
          <span class="name">{name}</span>
          <span class="sub">
            {common.pieces(first?.quantity ?? 0)}
            {items.length > 1 && ` · ${common.more(items.length - 1)}`}
          </span>
        </span>
      </td>
      <td role="cell" class="badges">
        <StateBadge state={stateOf(order)} />
        {refundState && <StateBadge state={refundState} />}
      </td>
      <td role="cell" class="number amount">
        {showYuan(order.baseInfo?.totalAmount ?? "0.00")}
      </td>
    </tr>
  );
}
