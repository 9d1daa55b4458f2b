import { type Client, type taobao, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

// The response is undocumented.
const found = await client.taobao.product.searchByKeyword({ keyword: "杯子", pageSize: 40, sort: "tk_rate_desc" });
isExactly<unknown>()(found);
await client.taobao.product.searchByKeyword({ pageNo: 2n, sort: unlisted("a-sort-of-tomorrow") });
// @ts-expect-error on Taobao the param is pageNo
await client.taobao.product.searchByKeyword({ keyword: "杯子", beginPage: 2 });
// @ts-expect-error on Taobao a word is text, not JSON
await client.taobao.product.searchByKeyword({ keyword: "杯子", sort: { price: "asc" } });

await client.taobao.product.searchByImage({ imageBase64: new Uint8Array([0xff, 0xd8]) });
await client.taobao.product.searchByImage({ imageBase64: "/9j/4AAQ" });
// @ts-expect-error an image is bytes or text, not a list of numbers
await client.taobao.product.searchByImage({ imageBase64: [0xff, 0xd8] });

const recommended = await client.taobao.product.recommend({ pageNo: 1, language: "vi" });
isExactly<taobao.product.RecommendedProducts>()(recommended);
isExactly<string | null | undefined>()(recommended.data?.[0]?.itemId);
// In search results, prices are yuan as text.
isExactly<string | null | undefined>()(recommended.data?.[0]?.price);

const product = await client.taobao.product.get({ itemId: "672991141190" });
isExactly<taobao.product.TaobaoProduct | null>()(product);
// In the details, prices are whole numbers of fen.
isExactly<number | null | undefined>()(product?.price);
isExactly<string | null | undefined>()(product?.mpId);
isExactly<string | null | undefined>()(product?.skuList?.[0]?.mpSkuId);
isExactly<string | null | undefined>()(product?.skuList?.[0]?.properties?.[0]?.valueName);
// @ts-expect-error Taobao's own id: a product has no offerId
await client.taobao.product.get({ offerId: "672991141190" });

// JSON text on the wire: structures and text are accepted.
const checked = await client.taobao.product.checkBatch({ params: [{ itemId: 672991141190n, skuIds: ["1", 2] }] });
isExactly<string[] | null | undefined>()(checked.noMpProductItemIds);
isExactly<unknown[] | null | undefined>()(checked.mpProducts);
await client.taobao.product.checkBatch({ params: '[{"itemId":"672991141190"}]' });
// @ts-expect-error products are a list
await client.taobao.product.checkBatch({ params: { itemId: "672991141190" } });
// @ts-expect-error the products are missing
await client.taobao.product.checkBatch({});

const source = await client.taobao.product.getSource({ itemId: "42971808988", language: "vi" });
isExactly<taobao.product.SourceProduct>()(source);
// @ts-expect-error the product is missing
await client.taobao.product.getSource({ language: "vi" });

// Its page could not be read: params are sent unchanged.
isExactly<unknown>()(await client.taobao.product.query({ anything: ["at", "all"] }));
