/** The items of an order. */
import { useName } from "../../api/names";
import { fenOf, type Item, itemsOf, type Order, variantOf } from "../../api/orders";
import { Picture, Section } from "../../components/basics";
import { stateName, texts } from "../../i18n";
import { showYuan } from "../../money";
import { link } from "../../router";
import { language } from "../../settings";

export function Items({ order }: { order: Order }) {
  const { order: t } = texts.value;
  return (
    <Section id="items" title={t.items}>
      <table class="items" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t.product}
            </th>
            <th role="columnheader" scope="col" class="number">
              {t.price}
            </th>
            <th role="columnheader" scope="col" class="number">
              {t.quantity}
            </th>
            <th role="columnheader" scope="col" class="number">
              {t.sum}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {itemsOf(order).map((item) => (
            <ItemRow key={item.subItemID} item={item} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function ItemRow({ item }: { item: Item }) {
  const { order: t } = texts.value;
  const name = useName(item.productID ?? "", item.name ?? "");
  const refundId = item.refundIdForAs ?? item.refundId;
  return (
    <tr role="row">
      <td role="cell" class="goods">
        <Picture src={item.productImgUrl?.[0]} alt="" />
        <span>
          <a class="name" href={link(["products", item.productID ?? ""])}>
            {name}
          </a>
          <span class="sub">{variantOf(item.skuInfos, language.value === "en")}</span>
          {refundId && (
            <span class="sub">
              <a href={link(["refunds", refundId])}>
                {t.refundOfItem}: {stateName(refundWord(item))}
              </a>
              {fenOf(item.refund) > 0 && ` · ${showYuan(item.refund ?? "")}`}
            </span>
          )}
        </span>
      </td>
      <td role="cell" class="number" data-label={t.price}>
        {showYuan(item.price ?? "0.00")}
      </td>
      <td role="cell" class="number" data-label={t.quantity}>
        {item.quantity}
      </td>
      <td role="cell" class="number amount" data-label={t.sum}>
        {showYuan(item.itemAmount ?? "0.00")}
      </td>
    </tr>
  );
}

/** Sub-orders write the states of refunds in another way: `WAIT_SELLER_AGREE` is `waitselleragree`. */
function refundWord({ refundStatus }: Item) {
  const word = (refundStatus ?? "").replaceAll("_", "").toLowerCase();
  return word === "refundclosed" ? "refundclose" : word;
}
