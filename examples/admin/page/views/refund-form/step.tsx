/** A step of the refund form. The style sheet numbers it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FieldErrors } from "../field-errors";
import type { Derived, Draft, Refundable } from "./application";

export interface StepProps {
  draft: Draft;
  derived: Derived;
  fieldErrors: FieldErrors;
  refundable: Refundable;
  change: (changes: Partial<Draft>) => void;
}

export const Step = ({
  title,
  children,
  invalid,
}: {
  title: string;
  children: ComponentChildren;
  invalid?: boolean;
}) => {
  const id = useId();
  return (
    <section class={invalid ? "card step invalid" : "card step"} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};
