/** The small parts that every view is made of. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { stateName, texts } from "../i18n";

export type Tone = "neutral" | "info" | "good" | "warn" | "bad";

const tones: Readonly<Record<string, Tone>> = {
  waitbuyerpay: "warn",
  waitsellersend: "info",
  waitbuyerreceive: "info",
  success: "good",
  cancel: "neutral",
  waitselleragree: "info",
  waitbuyermodify: "bad",
  waitbuyersend: "warn",
  waitsellerreceive: "info",
  refundsuccess: "good",
  refundclose: "neutral",
};

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

/** The state of an order or a refund. */
export const StateBadge = ({ state }: { state: string }) => (
  <Badge tone={tones[state] ?? "neutral"}>{stateName(state)}</Badge>
);

/** A picture of goods, or a placeholder if it does not load. */
export function Picture({
  src,
  alt,
  size = "small",
}: {
  src: string | undefined;
  alt: string;
  size?: "small" | "large";
}) {
  const [broken, setBroken] = useState<string>();
  const label = alt === "" ? {} : { role: "img" as const, "aria-label": alt };
  return src && broken !== src ? (
    <img class={`picture ${size}`} src={src} alt={alt} loading="lazy" onError={() => setBroken(src)} />
  ) : (
    <span class={`picture ${size} missing`} {...label}>
      <Icon name="box" />
    </span>
  );
}

const drawings = {
  box: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  orders: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  refunds: "M4 9h11a5 5 0 0 1 0 10H9M4 9l4-4M4 9l4 4",
  products: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  basket: "M4 9h16l-2 11H6zM8 9l4-6 4 6",
  calls: "M4 6h16M4 12h16M4 18h10",
  seller: "M4 20V10l2-6h12l2 6v10zM4 10h16M9 20v-6h6v6",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.5",
  check: "M5 12.5l4.5 4.5L19 7",
  empty: "M4 14l3-9h10l3 9v6H4zM4 14h5l1 2h4l1-2h5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15 9.5v.5",
} as const;

export type IconName = keyof typeof drawings;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={drawings[name]} />
  </svg>
);

/** A titled part of a view. */
export const Section = (props: {
  title: string;
  id: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) => (
  <section class="card" aria-labelledby={props.id}>
    <header class="card-head">
      <h2 id={props.id}>{props.title}</h2>
      {props.aside}
    </header>
    {props.children}
  </section>
);

/** Facts in two columns: labels and values. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ComponentChildren, string?])[] }) => (
  <dl class="facts">
    {facts.map(([what, value, kind]) => (
      <div key={what} class={kind}>
        <dt>{what}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** The title of a view, and of the window. It takes the focus when the view opens. */
export function Title(props: {
  children: string;
  back?: { href: string; label: string };
  aside?: ComponentChildren;
  note?: ComponentChildren;
}) {
  const { name } = texts.value.app;
  useEffect(() => {
    document.title = `${props.children} – ${name}`;
  }, [props.children, name]);
  return (
    <header class="title">
      <div>
        {props.back && (
          <a class="back" href={props.back.href}>
            <Icon name="back" />
            {props.back.label}
          </a>
        )}
        <h1 tabIndex={-1}>{props.children}</h1>
        {props.note && <div class="note">{props.note}</div>}
      </div>
      {props.aside && <div class="actions">{props.aside}</div>}
    </header>
  );
}

export function Pager(props: { page: number; pages: number; address: (page: number) => string }) {
  const { common } = texts.value;
  if (props.pages <= 1) return null;
  const step = (page: number, label: string, icon: IconName) =>
    page < 1 || page > props.pages ? (
      <span class="button quiet" aria-disabled="true">
        {icon === "back" && <Icon name={icon} />}
        {label}
        {icon === "next" && <Icon name={icon} />}
      </span>
    ) : (
      <a class="button quiet" href={props.address(page)}>
        {icon === "back" && <Icon name={icon} />}
        {label}
        {icon === "next" && <Icon name={icon} />}
      </a>
    );
  return (
    <nav class="pager" aria-label={common.pages}>
      {step(props.page - 1, common.previous, "back")}
      <span>{common.page(props.page, props.pages)}</span>
      {step(props.page + 1, common.next, "next")}
    </nav>
  );
}
