// Reading answers: misspelt members and words do not compile, and there is a way around for what the types do not list.
import { type alibaba, type Client, type Json, need, paginate, type Unlisted, undeclared, unlisted } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;
const order = await client.alibaba.order.get({ webSite: "1688", orderId: "1" });

// @ts-expect-error no such member
order.baseInfo?.statuss;
// @ts-expect-error no such member of a part
order.productItems?.[0]?.qauntity;
isExactly<Json | undefined>()(undeclared(order.baseInfo)["newMember"]);
undeclared(await client.taobao.order.get({ orderId: "1" }));

// Sets of words are open, and a comparison with a word that is not listed is still a mistake.
const status = order.baseInfo?.status;
// @ts-expect-error misspelt
status === "waitselersend";
switch (status) {
  case "waitsellersend":
    isExactly<"waitsellersend">()(status);
    break;
  // @ts-expect-error misspelt
  case "waitbuyerpaid":
    break;
  case null:
  case undefined:
    break;
  default:
    isExactly<Exclude<alibaba.order.OrderStatus, "waitsellersend">>()(status);
}
export const text: string | null | undefined = status;
declare const column: string;
status === column;
export const labels: { [Word in Exclude<alibaba.order.CloseOperateType, Unlisted>]?: string } = {
  CLOSE_TRADE_BY_BUYER: "you",
};

// What came from an answer goes into params as it is; other words are marked.
await client.alibaba.order.cancel({ webSite: "1688", orderId: "1", cancelReason: unlisted("arrived too late") });
// @ts-expect-error not listed, and not marked
await client.alibaba.order.cancel({ webSite: "1688", orderId: "1", cancelReason: "byuerCancel" });
// @ts-expect-error a closed set takes no other word
await client.alibaba.refund.reasons({ orderId: "1", orderEntryIds: ["2"], goodsStatus: unlisted("elsewhere") });

// A param that is not there is left out: null is no value of it.
// @ts-expect-error null is not an id
await client.alibaba.order.payUrl({ orderId: null });
// @ts-expect-error null is not a page
await client.alibaba.order.list({ page: null });
// @ts-expect-error null is not the params
await client.alibaba.order.list(null);
await client.alibaba.order.list({ page: undefined });

// What a page of the platform marks as required always comes.
const previews = await client.alibaba.order.preview({ cargoParamList: [{ offerId: "1", quantity: 1 }] });
isExactly<alibaba.order.OrderPreview[]>()(previews.orderPreviewResuslt);

isExactly<string>()(need(order, "baseInfo", "idOfStr"));
isExactly<number>()(need(order, "productItems", 0, "quantity"));
isExactly<alibaba.order.OrderStatus>()(need(order, "baseInfo", "status"));
isExactly<string>()(need(order, "productItems", 0, "productImgUrl", 0));
isExactly<string>()(need(order.baseInfo, "idOfStr"));
isExactly<alibaba.order.Order>()(need(await client.alibaba.order.createBatch({ flow: "general" } as never), 0));
for await (const listed of paginate(client.alibaba.order.list, {})) isExactly<string>()(need(listed, "baseInfo", "id"));
// @ts-expect-error no such member
need(order, "baseInfo", "idOfString");
// @ts-expect-error a list has indexes, not names
need(order, "productItems", "length");
// @ts-expect-error a member needs a name
need(order);
