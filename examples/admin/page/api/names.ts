/** Names of products in the user's language: orders have only the Chinese ones. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { language } from "../settings";
import { client } from "./client";

const names = signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

async function ask(offerId: string) {
  if (asked.has(offerId)) return;
  asked.add(offerId);
  try {
    const { subjectTrans } = await client.alibaba.product.get({ offerId, country: "en" });
    if (subjectTrans) names.value = new Map(names.value).set(offerId, subjectTrans);
  } catch {
    // The Chinese name of the order stays.
  }
}

/** The name of a product; the Chinese one until the translation is there. */
export function useName(offerId: string, chinese: string): string {
  const translates = language.value === "en" && offerId !== "";
  useEffect(() => {
    if (translates) void ask(offerId);
  }, [offerId, translates]);
  return translates ? (names.value.get(offerId) ?? chinese) : chinese;
}
