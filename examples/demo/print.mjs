/** Output of the demo: steps, and values in columns. */
import { fenToYuan, yuanToFen } from "../../pkg/index.node.js";

let steps = 0;

export function step(title) {
  console.log(`\n${String(++steps).padStart(2)}  ${title}`);
}

export function fact(what, value, note = "") {
  console.log(`    ${what.padEnd(34)} ${pad(value, 48)} ${note}`.trimEnd());
}

/** Formats an amount that the vendor returns in yuan, as text. */
export const yuan = (amount) => money(amount, yuanToFen(amount));

/** Formats an amount that the vendor returns in fen. */
export const fen = (amount) => money(fenToYuan(amount), amount);

const money = (yuan, fen) => `${yuan.padStart(8)} yuan ${String(fen).padStart(7)} fen`;

/** Chinese characters are two columns wide. */
function pad(text, width) {
  const wide = text.match(/[\u2e80-\uffef]/g)?.length ?? 0;
  return text.padEnd(width - wide);
}
