/** The seller's desk: what only the sandbox can do. Against the platform itself there is nothing of this. */
import { Client } from "../../../pkg/index.node.js";
import { HttpError } from "./http.mjs";

const HOUR = 3_600_000;

/** @param {import("../../../pkg/sandbox/index.js").Sandbox} sandbox */
export function createDesk(sandbox) {
  // A client of its own: what the desk reads is no call of the page's, and not for its log.
  const { order, refund } = new Client({ ...sandbox }).alibaba;
  let advanced = 0;

  async function ordersThat(orderStatus) {
    const { result } = await order.list({ page: 1, pageSize: 100, orderStatus });
    return result.map(({ baseInfo, productItems: [{ productID, name }] }) => ({
      orderId: baseInfo.id,
      offerId: productID,
      name,
      goods: baseInfo.sumProductPayment,
      freight: baseInfo.shippingFee,
    }));
  }

  async function refundsThatWait() {
    const { result } = await order.list({ page: 1, pageSize: 100 });
    const ids = result.flatMap(({ productItems }) =>
      productItems.flatMap((item) => [item.refundId, item.refundIdForAs]),
    );
    const refunds = await Promise.all([...new Set(ids)].filter(Boolean).map((refundId) => refund.get({ refundId })));
    return refunds
      .filter(({ status }) => status === "waitselleragree" || status === "waitsellerreceive")
      .map(({ refundId, orderId, status }) => ({ refundId, orderId, status }));
  }

  const acts = {
    ship: ({ orderId }) => sandbox.ship(orderId),
    changePrice: ({ orderId, goods, freight }) => sandbox.changePrice(orderId, { goods, freight }),
    agree: ({ refundId }) => sandbox.sellerAgrees(refundId),
    refuse: ({ refundId, reason }) => sandbox.sellerRefuses(refundId, reason),
    receive: ({ refundId }) => sandbox.sellerReceives(refundId),
    advance({ hours }) {
      sandbox.advance(hours * HOUR);
      advanced += hours * HOUR;
    },
  };

  return {
    /** The sandbox's clock, in milliseconds since 1970. */
    now: () => Date.now() + advanced,

    /** What waits for the seller. */
    async state() {
      return {
        refunds: await refundsThatWait(),
        toShip: await ordersThat("waitsellersend"),
        toPay: await ordersThat("waitbuyerpay"),
      };
    },

    /** @throws {HttpError} if there is no such act, or the sandbox refuses it */
    act(name, details) {
      if (!Object.hasOwn(acts, name)) throw new HttpError(404, `there is no act ${name}`);
      try {
        acts[name](details);
      } catch (error) {
        throw new HttpError(409, error.message);
      }
    },
  };
}
