/** One product: its prices by quantity, its variants, and how many of each to order. */
import { useState } from "preact/hooks";
import { addLines } from "../api/basket";
import { useLoad } from "../api/load";
import { variantOf } from "../api/orders";
import { isPricedBySku, type Product, pictureOf, readProduct, type Sku, skusOf } from "../api/products";
import { announce } from "../components/announce";
import { Picture, Section, Title } from "../components/basics";
import { Whole } from "../components/states";
import { texts } from "../i18n";
import { showYuan } from "../money";
import { link } from "../router";
import { language } from "../settings";

export function ProductView({ id }: { id: string }) {
  const { products } = texts.value;
  const loaded = useLoad((signal) => readProduct(id, signal), [id]);
  const back = { href: link(["products"]), label: products.title };
  if (loaded.state !== "ready") {
    return (
      <>
        <Title back={back}>{id}</Title>
        <Whole of={loaded}>{() => null}</Whole>
      </>
    );
  }
  const product = loaded.data;
  const name = (language.value === "en" && product.subjectTrans) || product.subject || id;
  return (
    <>
      <Title back={back} note={language.value === "en" && <span lang="zh-CN">{product.subject}</span>}>
        {name}
      </Title>
      <div class="columns product">
        <div class="column">
          <Variants product={product} name={name} />
        </div>
        <div class="column narrow">
          <div class="card plain">
            <Picture src={pictureOf(product)} alt={texts.value.pictures.of(name)} size="large" />
          </div>
          <Tiers product={product} />
        </div>
      </div>
    </>
  );
}

function Tiers({ product }: { product: Product }) {
  const { product: t, common } = texts.value;
  const tiers = product.productSaleInfo?.priceRangeList ?? [];
  if (isPricedBySku(product) || tiers.length === 0) return null;
  return (
    <Section id="tiers" title={t.tiers}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{t.quantity}</th>
            <th scope="col" class="number">
              {t.perPiece}
            </th>
          </tr>
        </thead>
        <tbody>
          {tiers.map(({ startQuantity, price }) => (
            <tr key={startQuantity}>
              <td>{t.tier(common.pieces(startQuantity ?? 1))}</td>
              <td class="number">{showYuan(price ?? "0.00")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Variants({ product, name }: { product: Product; name: string }) {
  const { product: t, common } = texts.value;
  const [quantities, setQuantities] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState(false);
  const skus = skusOf(product);
  const countOf = ({ specId }: Sku) => Math.max(0, Math.trunc(Number(quantities[specId ?? ""]) || 0));
  const { minOrderQuantity, batchNumber, sellerMixSetting } = product;

  function add() {
    const chosen = skus.filter((sku) => countOf(sku) > 0);
    setWrong(chosen.length === 0);
    if (chosen.length === 0) return;
    addLines(
      chosen.map((sku) => ({
        offerId: product.offerId ?? "",
        specId: sku.specId ?? "",
        sellerOpenId: product.sellerOpenId ?? "",
        name: [product.subject ?? "", product.subjectTrans ?? ""],
        variant: [variantOf(sku.skuAttributes, false), variantOf(sku.skuAttributes, true)],
        picture: pictureOf(product) ?? null,
        quantity: countOf(sku),
      })),
    );
    announce(t.added(common.pieces(chosen.reduce((sum, sku) => sum + countOf(sku), 0))));
    setQuantities({});
  }

  const rules = [
    minOrderQuantity && t.minimum(minOrderQuantity),
    batchNumber && t.lot(batchNumber),
    sellerMixSetting?.mixNumber && t.mix(sellerMixSetting.mixNumber),
    isPricedBySku(product) && t.bySku,
  ].filter(Boolean);

  return (
    <Section id="skus" title={t.skus}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <table class="skus">
          <thead>
            <tr>
              <th scope="col">{t.variant}</th>
              <th scope="col" class="number">
                {t.price}
              </th>
              <th scope="col" class="number">
                {t.stock}
              </th>
              <th scope="col" class="number">
                {t.quantity}
              </th>
            </tr>
          </thead>
          <tbody>
            {skus.map((sku) => {
              const variant = variantOf(sku.skuAttributes, language.value === "en") || t.single;
              return (
                <tr key={sku.specId}>
                  <th scope="row">{variant}</th>
                  <td class="number">{showYuan(sku.price ?? "0.00")}</td>
                  <td class="number">{(sku.amountOnSale ?? 0).toLocaleString("en")}</td>
                  <td class="number">
                    <input
                      type="number"
                      class="quantity"
                      min={0}
                      step={batchNumber ?? 1}
                      aria-label={texts.value.basket.quantityOf(`${name}, ${variant}`)}
                      placeholder="0"
                      value={quantities[sku.specId ?? ""] ?? ""}
                      onInput={(event) => {
                        setWrong(false);
                        setQuantities({ ...quantities, [sku.specId ?? ""]: event.currentTarget.value });
                      }}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p class="hint">{rules.join(" ")}</p>
        {wrong && (
          <p class="error" role="alert">
            {t.nothingChosen}
          </p>
        )}
        <div class="actions">
          <a class="button" href={link(["basket"])}>
            {t.toBasket}
          </a>
          <button type="submit" class="button primary">
            {t.add}
          </button>
        </div>
      </form>
    </Section>
  );
}
