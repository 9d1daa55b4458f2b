/** The texts in the language that the user chose. */
import { computed } from "@preact/signals";
import { language } from "../settings";
import { en } from "./en";
import { translations } from "./glossary";
import { zh } from "./zh";

export type { Texts } from "./en";

export const texts = computed(() => (language.value === "zh" ? zh : en));

/** Returns the name of a state of an order or refund; an unknown state is shown unchanged. */
export const stateName = (state: string) => texts.value.states[state] ?? texts.value.refundStates[state] ?? state;

/** Translates a Chinese text of the platform into the user's language if the glossary has it. */
export const say = (chinese: string) => (language.value === "zh" ? chinese : (translations[chinese] ?? chinese));

/** Times come in China time, as `2026-11-27 19:02:59`: shown so, without the seconds. */
export const showTime = (time: string) => time.slice(0, 16);

/** Milliseconds since 1970 as the platform writes times. */
export const chinaTime = (milliseconds: number) =>
  new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
