/** The list of refunds. */

import { usePushes } from "../api/events";
import { useLoad } from "../api/load";
import { gatherRefunds, isOver, type Refund, sumOf } from "../api/refunds";
import { StateBadge, Title } from "../components/basics";
import { Filters } from "../components/filters";
import { Empty, Whole } from "../components/states";
import { say, showTime, texts } from "../i18n";
import { showFen } from "../money";
import { link, place } from "../router";

export function Refunds() {
  const { refunds: t, app } = texts.value;
  const shown = place.value.query.get("state") ?? "";
  const loaded = useLoad(gatherRefunds, []);
  usePushes((push) => push.messageBody.refundId && loaded.reload(), [loaded.reload]);
  const fits = (refund: Refund) => shown === "" || isOver(refund) === (shown === "closed");
  return (
    <>
      <Title note={loaded.state === "ready" && t.count(loaded.data.refunds.filter(fits).length)}>{t.title}</Title>
      <div class="toolbar">
        <Filters
          label={t.filter}
          choices={[
            ["", t.all],
            ["open", t.open],
            ["closed", t.closed],
          ]}
          chosen={shown}
          address={(state) => link(["refunds"], { state })}
        />
      </div>
      <Whole of={loaded} rows={8}>
        {({ refunds, orders }) => {
          const fitting = refunds.filter(fits);
          return fitting.length === 0 ? (
            <Empty title={t.emptyTitle} text={t.emptyText}>
              <a class="button" href={link(["orders"])}>
                {app.toOrders}
              </a>
            </Empty>
          ) : (
            <>
              <RefundTable refunds={fitting} />
              <p class="footnote">{t.partial(orders)}</p>
            </>
          );
        }}
      </Whole>
    </>
  );
}

function RefundTable({ refunds }: { refunds: readonly Refund[] }) {
  const { refunds: t } = texts.value;
  return (
    <table class="list" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {t.refund}
          </th>
          <th role="columnheader" scope="col">
            {t.reason}
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
        {refunds.map((refund) => (
          <tr role="row" key={refund.refundId}>
            <td role="cell" class="who">
              <a class="row-link mono" href={link(["refunds", refund.refundId ?? ""])}>
                {refund.refundId}
              </a>
              <span class="sub">{showTime(refund.gmtApply ?? "")}</span>
            </td>
            <td role="cell" class="goods">
              <span>
                <span class="name">{say(refund.applyReason ?? "")}</span>
                <span class="sub">
                  {t.order} <span class="mono">{refund.orderId}</span>
                </span>
              </span>
            </td>
            <td role="cell" class="badges">
              <StateBadge state={refund.status ?? ""} />
            </td>
            <td role="cell" class="number amount">
              {showFen(sumOf(refund))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
