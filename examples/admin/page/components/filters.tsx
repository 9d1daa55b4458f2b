/** Filters of a list. */
import { useEffect, useId, useRef, useState } from "preact/hooks";

/** Links, one of which is chosen: each choice has its address. */
export const Filters = (props: {
  label: string;
  choices: readonly (readonly [value: string, name: string])[];
  chosen: string;
  address: (value: string) => string;
}) => (
  <nav class="filters" aria-label={props.label}>
    {props.choices.map(([value, name]) => (
      <a key={value} href={props.address(value)} aria-current={value === props.chosen ? "true" : undefined}>
        {name}
      </a>
    ))}
  </nav>
);

/** How long somebody who types may pause, in milliseconds. */
const PAUSE = 300;

/** Searches while one types. */
export function Search(props: { label: string; hint: string; value: string; onSearch: (text: string) => void }) {
  const id = useId();
  const [text, setText] = useState(props.value);
  const pending = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => () => clearTimeout(pending.current), []);
  const search = (text: string, pause: number) => {
    setText(text);
    clearTimeout(pending.current);
    pending.current = setTimeout(() => props.onSearch(text.trim()), pause);
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text, 0);
      }}
    >
      <label for={id} class="hidden">
        {props.label}
      </label>
      <input
        id={id}
        type="search"
        placeholder={props.hint}
        value={text}
        onInput={(event) => search(event.currentTarget.value, PAUSE)}
      />
    </form>
  );
}
