/** The frame around every view: navigation, settings, the seller panel. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { basket } from "./api/basket";
import { connected } from "./api/events";
import { Announcements } from "./components/announce";
import { Icon, type IconName } from "./components/basics";
import { Empty } from "./components/states";
import { texts } from "./i18n";
import icon from "./icon.svg";
import { link, place } from "./router";
import { Seller } from "./seller/seller";
import { language, sellerPanel, theme } from "./settings";
import { Basket } from "./views/basket";
import { Calls } from "./views/calls";
import { OrderView } from "./views/order";
import { Orders } from "./views/orders";
import { ProductView } from "./views/product";
import { Products } from "./views/products";
import { RefundView } from "./views/refund";
import { RefundForm } from "./views/refund-form";
import { Refunds } from "./views/refunds";

const VIEWS = ["orders", "refunds", "products", "basket", "calls"] as const;

export function App() {
  const { app } = texts.value;
  return (
    <div class={sellerPanel.value === "open" ? "frame with-seller" : "frame"}>
      <a class="skip" href="#content" onClick={skip}>
        {app.skip}
      </a>
      <TopBar />
      <Navigation />
      <Main />
      {sellerPanel.value === "open" && <Seller />}
      <Announcements />
    </div>
  );
}

function skip(event: Event) {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function TopBar() {
  const { app, seller: t } = texts.value;
  return (
    <header class="top">
      <a class="brand" href={link(["orders"])}>
        <img src={icon} alt="" width={24} height={24} />
        {app.name}
      </a>
      <div class="settings">
        <button
          type="button"
          id="seller-switch"
          class="button sandbox small"
          aria-expanded={sellerPanel.value === "open"}
          onClick={() => (sellerPanel.value = sellerPanel.value === "open" ? "closed" : "open")}
        >
          <Icon name="seller" />
          <span class="wide-only">{t.title}</span>
        </button>
        <select
          class="setting"
          aria-label={app.theme}
          value={theme.value}
          onChange={(event) => (theme.value = event.currentTarget.value as typeof theme.value)}
        >
          {(["system", "light", "dark"] as const).map((name) => (
            <option key={name} value={name}>
              {app.themes[name]}
            </option>
          ))}
        </select>
        <select
          class="setting"
          aria-label={app.language}
          value={language.value}
          onChange={(event) => (language.value = event.currentTarget.value as typeof language.value)}
        >
          <option value="en">English</option>
          <option value="zh">中文</option>
        </select>
      </div>
    </header>
  );
}

function Navigation() {
  const { app } = texts.value;
  const [here = "orders"] = place.value.path;
  const icons: Readonly<Record<(typeof VIEWS)[number], IconName>> = {
    orders: "orders",
    refunds: "refunds",
    products: "products",
    basket: "basket",
    calls: "calls",
  };
  return (
    <nav class="navigation" aria-label={app.navigation}>
      {VIEWS.map((view) => (
        <a key={view} href={link([view])} aria-current={here === view ? "page" : undefined}>
          <Icon name={icons[view]} />
          <span>{app[view]}</span>
          {view === "basket" && basket.value.length > 0 && <span class="bubble">{basket.value.length}</span>}
        </a>
      ))}
    </nav>
  );
}

function Main() {
  const { app } = texts.value;
  const main = useRef<HTMLElement>(null);
  const address = place.value.path.join("/");
  const isFirst = useRef(true);
  useEffect(() => {
    // A new view moves the focus to its title, like a new page in a browser.
    if (!isFirst.current) {
      main.current?.querySelector("h1")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [address]);
  return (
    <main ref={main} id="content" tabIndex={-1}>
      {!connected.value && (
        <p class="offline" role="status">
          {app.offline}
        </p>
      )}
      <View key={address} />
    </main>
  );
}

function View(): ComponentChildren {
  const { app } = texts.value;
  const [view = "orders", id, part, ...rest] = place.value.path;
  if (rest.length === 0) {
    if (view === "orders" && id && part === "refund") return <RefundForm orderId={id} />;
    if (view === "orders" && id && !part) return <OrderView id={id} />;
    if (view === "refunds" && id && !part) return <RefundView id={id} />;
    if (view === "products" && id && !part) return <ProductView id={id} />;
    if (view === "orders" && !id) return <Orders />;
    if (view === "refunds" && !id) return <Refunds />;
    if (view === "products" && !id) return <Products />;
    if (view === "basket" && !id) return <Basket />;
    if (view === "calls" && !id) return <Calls />;
  }
  return (
    <Empty title={app.notFound} text={`#/${place.value.path.join("/")}`}>
      <a class="button" href={link(["orders"])}>
        {app.toOrders}
      </a>
    </Empty>
  );
}
