/** Products as the views need them. */
import type { alibaba } from "pandapon";
import { client } from "./client";

export type Product = alibaba.product.Product;
export type Sku = alibaba.product.Sku;
export type FoundProduct = alibaba.product.FoundProduct;

export const PAGE_SIZE = 12;

export type Order = "relevance" | "cheap" | "dear" | "sold";

const SORTS: Readonly<Record<Exclude<Order, "relevance">, alibaba.product.Sort>> = {
  cheap: { price: "asc" },
  dear: { price: "desc" },
  sold: { monthSold: "desc" },
};

/** A page of products. */
export async function searchProducts(keyword: string, order: Order, page: number, signal: AbortSignal) {
  const { data, totalRecords, totalPage } = await client.alibaba.product.searchByKeyword(
    {
      country: "en",
      beginPage: page,
      pageSize: PAGE_SIZE,
      ...(keyword && { keyword }),
      ...(order !== "relevance" && { sort: SORTS[order] }),
    },
    { signal },
  );
  return { products: data ?? [], total: totalRecords ?? 0, pages: totalPage ?? 0 };
}

export const readProduct = (offerId: string, signal: AbortSignal): Promise<Product> =>
  client.alibaba.product.get({ offerId, country: "en" }, { signal });

/** Its first picture: the details of a product show it in the description only. */
export function pictureOf({ description }: Product): string | undefined {
  const page = new DOMParser().parseFromString(description ?? "", "text/html");
  return page.querySelector("img")?.getAttribute("src") ?? undefined;
}

/** The SKUs of a product, or the product itself if it has none. */
export function skusOf(product: Product): readonly Sku[] {
  const skus = product.productSkuInfos ?? [];
  const { amountOnSale = null, priceRangeList } = product.productSaleInfo ?? {};
  return skus.length > 0 ? skus : [{ specId: "", amountOnSale, price: priceRangeList?.[0]?.price ?? null }];
}

/** Whether its SKUs have prices of their own, rather than prices by quantity. */
export const isPricedBySku = ({ productSaleInfo }: Product) => productSaleInfo?.quoteType === 1;
