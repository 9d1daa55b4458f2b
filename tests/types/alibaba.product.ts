import { type alibaba, type Client, type Json, undeclared, unlisted } from "pandapon";
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
  country: unlisted("tlh"),
});
isExactly<alibaba.product.ProductPage>()(page);
isExactly<string | null | undefined>()(page.data?.[0]?.offerId);
isExactly<string | null | undefined>()(page.data?.[0]?.priceInfo?.price);

// Structures that are sent as text: either is accepted.
await client.alibaba.product.searchByKeyword({ sort: '{"price":"asc"}' });
// The vendor's page does not list all sort keys.
await client.alibaba.product.searchByKeyword({ sort: { anythingElse: "desc" } });
await client.alibaba.product.searchByKeyword();

// @ts-expect-error the value is a list of words
await client.alibaba.product.searchByKeyword({ keyword: ["杯子"] });
// @ts-expect-error unknown param
await client.alibaba.product.searchByKeyword({ keywords: "杯子" });

const product = await client.alibaba.product.get({ offerId: "610947572360", country: "en" });
isExactly<alibaba.product.Sku[] | null | undefined>()(product.productSkuInfos);
isExactly<string | null | undefined>()(product.productSkuInfos?.[0]?.skuId);
isExactly<Json | undefined>()(undeclared(product)["addedByTheVendorYesterday"]);

// @ts-expect-error undeclared fields need brackets
product.addedByTheVendorYesterday;
