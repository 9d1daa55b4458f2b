/** The user's settings, stored by the browser: language, theme, whether the seller panel is open. */
import { effect, signal } from "@preact/signals";

/** A signal that is stored; a stored value that is not a choice any more is ignored. */
function remembered<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice) {
  const key = `pandapon-admin-${name}`;
  const stored = choices.find((choice) => choice === localStorage.getItem(key));
  const setting = signal<Choice>(stored ?? otherwise);
  effect(() => localStorage.setItem(key, setting.value));
  return setting;
}

export const language = remembered("language", ["en", "zh"], navigator.language.startsWith("zh") ? "zh" : "en");
export const theme = remembered("theme", ["system", "light", "dark"], "system");
export const sellerPanel = remembered("seller", ["closed", "open"], "closed");

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});
effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
});
