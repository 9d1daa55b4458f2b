/**
 * A shop's backend: finds goods, quotes what they cost, orders and pays them, and follows the orders by push messages.
 *
 * Under the strictest flags of TypeScript, without a cast.
 */
import { type alibaba, type Client, type Event, eventHandler, fenToYuan, mayHaveArrived, need } from "pandapon";
import { isAwaitingPayment, isPaid, type OrderState, orderState, Topic } from "pandapon/states";

export interface ShopOptions {
  readonly client: Client;
  readonly accessKey: string;
  readonly accessSecret: string;
  /** The warehouse in China. */
  readonly addressParam: alibaba.order.DeliveryAddress;
}

export interface Quote {
  /** Goods and freight. */
  readonly fen: number;
  readonly params: alibaba.order.Create;
}

export function createShop({ client, accessKey, accessSecret, addressParam }: ShopOptions) {
  const { order, product } = client.alibaba;
  /** The states of the orders. For real, a table of your database. */
  const states = new Map<string, OrderState>();

  async function search(keyword: string) {
    const { data } = await product.searchByKeyword({ keyword, country: "en", beginPage: 1, pageSize: 20 });
    return (data ?? []).map((found) => ({ offerId: need(found, "offerId"), title: found.subjectTrans }));
  }

  /** Quotes the smallest quantity of a product's first SKU. */
  async function quote(offerId: string): Promise<Quote> {
    const found = await product.get({ offerId, country: "en" });
    const specId = need(found, "productSkuInfos", 0, "specId");
    const cargoParamList = [{ offerId, specId, quantity: need(found, "minOrderQuantity") }];
    const previews = await order.preview({ addressParam, cargoParamList });
    const preview = need(previews, "orderPreviewResuslt", 0);
    const flow = need(preview, "flowFlag");
    const tradeType = need(preview, "tradeModeNameList", 0);
    return { fen: need(preview, "sumPayment"), params: { flow, tradeType, addressParam, cargoParamList } };
  }

  /** Orders and pays what was quoted. Returns the order's id. */
  async function buy({ fen, params }: Quote): Promise<string> {
    const orderId = await create(params);
    const made = await read(orderId);
    const yuan = need(made, "baseInfo", "totalAmount");
    if (yuan !== fenToYuan(fen)) throw new Error(`${orderId} costs ${yuan} yuan, not ${fenToYuan(fen)}`);
    if (isAwaitingPayment(made)) await order.payUrl({ orderId });
    // Only the order itself tells whether it is paid.
    if (!isPaid(await read(orderId))) throw new Error(`${orderId} is not paid`);
    return orderId;
  }

  async function create(params: alibaba.order.Create): Promise<string> {
    try {
      return need(await order.create(params), "orderId");
    } catch (error) {
      // Ordering again without looking could order twice.
      if (mayHaveArrived(error)) console.error("an order may exist: look for it before ordering again");
      throw error;
    }
  }

  async function read(orderId: string) {
    const current = await order.get({ webSite: "1688", orderId });
    const state = orderState(current);
    if (state) states.set(orderId, state);
    return current;
  }

  async function onEvent(event: Event) {
    switch (event.type) {
      case Topic.Paid:
      case Topic.Shipped:
      case Topic.Succeeded:
        // Messages may come late or twice: the order itself is read.
        await read(need(event, "messageBody", "orderId"));
    }
  }

  /** Receives push messages: `createServer(nodeListener(shop.handler))`. */
  const handler = eventHandler({ accessKey, accessSecret, onEvent });

  return { states, search, quote, buy, handler };
}
