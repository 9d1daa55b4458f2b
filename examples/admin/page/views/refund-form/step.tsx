/** A step of the refund form: its number comes from the style sheet. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Wrongs } from "../wrongs";
import type { Derived, Draft, Refundable } from "./application";

export interface StepProps {
  draft: Draft;
  derived: Derived;
  wrongs: Wrongs;
  refundable: Refundable;
  change: (changes: Partial<Draft>) => void;
}

export const Step = ({ title, children, wrong }: { title: string; children: ComponentChildren; wrong?: boolean }) => {
  const id = useId();
  return (
    <section class={wrong ? "card step wrong" : "card step"} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};
