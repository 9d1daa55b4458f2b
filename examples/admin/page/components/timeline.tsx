/** Events in their order. */
import type { ComponentChildren } from "preact";

export interface Happening {
  key: string;
  title: string;
  time?: string | undefined;
  text?: ComponentChildren;
}

export const Timeline = ({ happenings }: { happenings: readonly Happening[] }) => (
  <ol class="timeline">
    {happenings.map(({ key, title, time, text }) => (
      <li key={key}>
        <strong>{title}</strong>
        {time && <time>{time}</time>}
        {text && <div class="text">{text}</div>}
      </li>
    ))}
  </ol>
);
