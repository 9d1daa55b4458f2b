/** Amounts as people read and write them. No number here is ever a float. */
import { fenToYuan, yuanToFen } from "pandapon";

/** `"1234.50"` is `"¥1,234.50"`. */
export function showYuan(yuan: string) {
  const sign = yuan.startsWith("-") ? "−" : "";
  const [whole = "", ...fraction] = yuan.replace("-", "").split(".");
  return `${sign}¥${[whole.replace(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".")}`;
}

/** 123450 is `"¥1,234.50"`. */
export const showFen = (fen: number) => showYuan(fenToYuan(fen));

/** Parses user input as fen; `null` if it is not an amount in yuan with at most two decimals. */
export function readYuan(text: string): number | null {
  const plain = text.trim().replace(/^¥\s*/, "");
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return null;
  try {
    return yuanToFen(plain);
  } catch {
    return null;
  }
}
