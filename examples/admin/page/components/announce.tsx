/** An announcement: visible for a while, and read out by screen readers. */
import { signal } from "@preact/signals";

const LASTS = 6000;

const said = signal<{ text: string; count: number }>({ text: "", count: 0 });
let silence: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string) {
  said.value = { text, count: said.value.count + 1 };
  clearTimeout(silence);
  silence = setTimeout(() => (said.value = { ...said.value, text: "" }), LASTS);
}

export const Announcements = () => (
  <div class="announcement" role="status" aria-live="polite">
    {said.value.text && <p key={said.value.count}>{said.value.text}</p>}
  </div>
);
