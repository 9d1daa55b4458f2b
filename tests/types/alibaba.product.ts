import type { alibaba, Client } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const page = await client.alibaba.product.searchByKeyword({
  keyword: "杯子",
  beginPage: 1,
  pageSize: 20n,
  priceStart: "1.50",
  priceEnd: 12.5,
  categoryId: 1038378n,
  sort: { price: "asc" },
  country: "tlh",
});
isExactly<alibaba.product.ProductPage>()(page);
isExactly<string | null | undefined>()(page.data?.[0]?.offerId);
isExactly<string | null | undefined>()(page.data?.[0]?.priceInfo?.price);

// Structures that travel as text: given as either.
await client.alibaba.product.searchByKeyword({ sort: '{"price":"asc"}' });
// The vendor's page does not show all of what can be sorted by.
await client.alibaba.product.searchByKeyword({ sort: { anythingElse: "desc" } });
await client.alibaba.product.searchByKeyword();

// @ts-expect-error a list of words
await client.alibaba.product.searchByKeyword({ keyword: ["杯子"] });
// @ts-expect-error not a member
await client.alibaba.product.searchByKeyword({ keywords: "杯子" });

const product = await client.alibaba.product.get({ offerId: "610947572360", country: "en" });
isExactly<alibaba.product.Sku[] | null | undefined>()(product.productSkuInfos);
isExactly<string | null | undefined>()(product.productSkuInfos?.[0]?.skuId);
isExactly<unknown>()(product["addedByTheVendorYesterday"]);

// @ts-expect-error members that are not declared need brackets
product.addedByTheVendorYesterday;
