/** The search for products. */
import { useLoad } from "../api/load";
import { type FoundProduct, type Order, searchProducts } from "../api/products";
import { Pager, Picture, Title } from "../components/basics";
import { Search } from "../components/filters";
import { Empty, Whole } from "../components/states";
import { texts } from "../i18n";
import { showYuan } from "../money";
import { go, link, place, replace } from "../router";
import { language } from "../settings";

const ORDERS: readonly Order[] = ["relevance", "cheap", "dear", "sold"];

export function Products() {
  const { products: t } = texts.value;
  const { query } = place.value;
  const keyword = query.get("search") ?? "";
  const order = ORDERS.find((order) => order === query.get("sort")) ?? "relevance";
  const page = Number(query.get("page") ?? 1);
  const address = (changed: Record<string, string | number>) =>
    link(["products"], { search: keyword, sort: order === "relevance" ? "" : order, ...changed });
  const loaded = useLoad((signal) => searchProducts(keyword, order, page, signal), [keyword, order, page]);
  return (
    <>
      <Title note={loaded.state === "ready" && t.count(loaded.data.total)}>{t.title}</Title>
      <div class="toolbar">
        <Search
          label={t.search}
          hint={t.searchHint}
          value={keyword}
          onSearch={(search) => replace(address({ search, page: "" }))}
        />
        <label class="inline">
          <span>{t.sort}</span>
          <select value={order} onChange={(event) => go(address({ sort: event.currentTarget.value, page: "" }))}>
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t.sorts[order]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Whole of={loaded} rows={6}>
        {({ products, pages }) =>
          products.length === 0 ? (
            <Empty title={t.emptyTitle} text={t.emptyText} />
          ) : (
            <>
              <ul class="grid">
                {products.map((product) => (
                  <Tile key={product.offerId} product={product} />
                ))}
              </ul>
              <Pager page={page} pages={pages} address={(page) => address({ page })} />
            </>
          )
        }
      </Whole>
    </>
  );
}

function Tile({ product }: { product: FoundProduct }) {
  const { products: t } = texts.value;
  const name = (language.value === "en" && product.subjectTrans) || product.subject || "";
  return (
    <li class="tile">
      <Picture src={product.imageUrl ?? undefined} alt="" size="large" />
      <div class="tile-text">
        <a class="name" href={link(["products", product.offerId ?? ""])}>
          {name}
        </a>
        <p class="price">
          {showYuan(product.priceInfo?.price ?? "0.00")}{" "}
          <span class="sub">{t.minimum(product.minOrderQuantity ?? 1)}</span>
        </p>
        <p class="sub">
          {t.sold(product.monthSold ?? 0)}
          {product.repurchaseRate && ` · ${t.again(product.repurchaseRate)}`}
        </p>
      </div>
    </li>
  );
}
