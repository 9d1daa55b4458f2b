/** The basket: previewed seller by seller, and ordered with one order for each. */
import { useState } from "preact/hooks";
import {
  basket,
  type Group,
  groupBySeller,
  type Line,
  type Preview,
  preview,
  removeLines,
  setQuantity,
} from "../api/basket";
import { useLoad } from "../api/load";
import { orderAll, outcomes } from "../api/ordering";
import { server } from "../api/server";
import { Facts, Icon, Picture, Section, Title } from "../components/basics";
import { LongField } from "../components/fields";
import { Empty, Loading } from "../components/states";
import { texts } from "../i18n";
import { showFen } from "../money";
import { link } from "../router";
import { language } from "../settings";
import { Outcomes } from "./outcomes";

/** 1688 keeps at most so many characters of a note. */
const MOST_CHARACTERS = 500;

/** The price of a seller's goods, or the reason why they cannot be ordered. */
type Priced = { preview: Preview } | { error: Error };

export function Basket() {
  const { basket: t } = texts.value;
  if (outcomes.value.length > 0) return <Outcomes />;
  return (
    <>
      <Title>{t.title}</Title>
      {basket.value.length === 0 ? (
        <Empty title={t.emptyTitle} text={t.emptyText}>
          <a class="button primary" href={link(["products"])}>
            {t.toProducts}
          </a>
        </Empty>
      ) : (
        <Filled groups={groupBySeller(basket.value)} />
      )}
    </>
  );
}

async function price(group: Group, signal: AbortSignal): Promise<Priced> {
  try {
    return { preview: await preview(group, signal) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function Filled({ groups }: { groups: readonly Group[] }) {
  const { basket: t, common } = texts.value;
  const [note, setNote] = useState("");
  const [paysToo, setPaysToo] = useState(false);
  const prices = useLoad((signal) => Promise.all(groups.map((group) => price(group, signal))), [groups]);
  const priced = prices.state === "ready" ? prices.data : [];
  const orders = groups.flatMap((group, index) => {
    const found = priced[index];
    return found && "preview" in found ? [{ group, preview: found.preview }] : [];
  });
  const sum = (of: (preview: Preview) => number) => orders.reduce((sum, { preview }) => sum + of(preview), 0);

  return (
    <div class="columns">
      <div class="column">
        {groups.map((group, index) => (
          <SellersGoods key={group.seller} group={group} number={index + 1} priced={priced[index]} />
        ))}
      </div>
      <div class="column narrow">
        <div class="sticky">
          <Section id="total" title={t.total}>
            {prices.state === "loading" ? (
              <Loading rows={2} />
            ) : (
              <Facts
                facts={[
                  [t.goods, showFen(sum(({ goods }) => goods)), "number"],
                  [t.freight, showFen(sum(({ freight }) => freight)), "number"],
                  [t.totalOf(orders.length), showFen(sum(({ total }) => total)), "number total"],
                ]}
              />
            )}
            <LongField
              label={`${t.note} (${common.optional})`}
              hint={t.noteHint}
              most={MOST_CHARACTERS}
              value={note}
              onValue={setNote}
            />
            <h3>{t.address}</h3>
            <address lang="zh-CN">
              {server.addressParam.fullName} {server.addressParam.mobile}
              <br />
              {server.addressParam.cityText} {server.addressParam.areaText} {server.addressParam.address}
            </address>
            <label class="check">
              <input type="checkbox" checked={paysToo} onChange={(event) => setPaysToo(event.currentTarget.checked)} />
              {t.payToo}
            </label>
            <button
              type="button"
              class="button primary wide"
              disabled={orders.length === 0}
              onClick={() => void orderAll(orders, note.trim(), paysToo)}
            >
              {t.order(orders.length)}
            </button>
            <p class="hint">{t.leave}</p>
          </Section>
        </div>
      </div>
    </div>
  );
}

function SellersGoods({ group, number, priced }: { group: Group; number: number; priced: Priced | undefined }) {
  const { basket: t } = texts.value;
  return (
    <Section id={`seller-${number}`} title={t.seller(number)}>
      <ul class="lines">
        {group.lines.map((line) => (
          <LineRow key={line.offerId + line.specId} line={line} />
        ))}
      </ul>
      {priced && "preview" in priced && (
        <p class="group-sum">
          {t.goods} {showFen(priced.preview.goods)} · {t.freight} {showFen(priced.preview.freight)} ·{" "}
          <strong>{showFen(priced.preview.total)}</strong>
        </p>
      )}
      {priced && "error" in priced && (
        <p class="error" role="alert">
          {t.cannotOrder}: {priced.error.message}
        </p>
      )}
    </Section>
  );
}

function LineRow({ line }: { line: Line }) {
  const { basket: t } = texts.value;
  const which = language.value === "en" ? 1 : 0;
  const name = line.name[which] || line.name[0];
  return (
    <li class="line">
      <Picture src={line.picture ?? undefined} alt="" />
      <span class="grow">
        <a class="name" href={link(["products", line.offerId])}>
          {name}
        </a>
        <span class="sub">{line.variant[which]}</span>
      </span>
      <input
        type="number"
        class="quantity"
        min={1}
        aria-label={t.quantityOf(name)}
        value={line.quantity}
        onChange={(event) => setQuantity(line, Math.max(1, Math.trunc(Number(event.currentTarget.value) || 1)))}
      />
      <button type="button" class="icon-button" aria-label={t.remove(name)} onClick={() => removeLines([line])}>
        <Icon name="close" />
      </button>
    </li>
  );
}
