/** Form fields, each with its label, hint and error. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { texts } from "../i18n";

interface Described {
  label: string;
  hint?: ComponentChildren;
  /** The error message. */
  error?: string | undefined;
}

/** Attributes of an input: its id, and the ids of its descriptions. */
type Inside = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

export function Field(
  props: Described & { aside?: ComponentChildren; children: (inside: Inside) => ComponentChildren },
) {
  const id = useId();
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(" ");
  const inside: Inside = {
    id,
    ...(described && { "aria-describedby": described }),
    ...(props.error && { "aria-invalid": true as const }),
  };
  return (
    <div class={props.error ? "field invalid" : "field"}>
      <div class="label">
        <label for={id}>{props.label}</label>
        {props.aside}
      </div>
      {props.children(inside)}
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error && <FieldError id={`${id}-error`}>{props.error}</FieldError>}
    </div>
  );
}

export const FieldError = ({ id, children }: { id: string; children: string }) => (
  <p class="error" id={id}>
    {children}
  </p>
);

interface Typing {
  inputMode?: "decimal" | "numeric";
  placeholder?: string;
  readOnly?: boolean;
}

export const TextField = ({
  label,
  hint,
  error,
  aside,
  value,
  onValue,
  ...rest
}: Described & { aside?: ComponentChildren; value: string; onValue: (value: string) => void } & Typing) => (
  <Field label={label} hint={hint} error={error} aside={aside}>
    {(inside) => (
      <input
        type="text"
        autocomplete="off"
        {...rest}
        {...inside}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    )}
  </Field>
);

/** A text of some length, counted. */
export const LongField = (props: Described & { value: string; most: number; onValue: (value: string) => void }) => (
  <Field
    label={props.label}
    hint={props.hint}
    error={props.error}
    aside={
      <span class={[...props.value].length > props.most ? "count over" : "count"}>
        {texts.value.wizard.characters([...props.value].length, props.most)}
      </span>
    }
  >
    {(inside) => (
      <textarea
        rows={3}
        {...inside}
        value={props.value}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    )}
  </Field>
);

export const SelectField = (
  props: Described & {
    value: string;
    onValue: (value: string) => void;
    disabled?: boolean;
    children: ComponentChildren;
  },
) => (
  <Field label={props.label} hint={props.hint} error={props.error}>
    {(inside) => (
      <select
        {...inside}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onValue(event.currentTarget.value)}
      >
        {props.children}
      </select>
    )}
  </Field>
);

/** One of a few, each with a sentence. */
export function Choices<Choice extends string>(props: {
  label: string;
  hidden?: boolean;
  choices: readonly { value: Choice; title: string; text: string; disabled?: boolean }[];
  value: Choice;
  hint?: string | undefined;
  error?: string | undefined;
  onValue: (value: Choice) => void;
}) {
  const id = useId();
  return (
    <fieldset class="choices" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class={props.hidden ? "hidden" : undefined}>{props.label}</legend>
      <div class="choice-list">
        {props.choices.map(({ value, title, text, disabled }) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name={id}
              value={value}
              checked={value === props.value}
              disabled={disabled}
              onChange={() => props.onValue(value)}
            />
            <span>
              <strong>{title}</strong>
              <span class="hint">{text}</span>
            </span>
          </label>
        ))}
      </div>
      {props.hint && <p class="hint">{props.hint}</p>}
      {props.error && <FieldError id={`${id}-error`}>{props.error}</FieldError>}
    </fieldset>
  );
}
