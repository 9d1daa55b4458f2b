/** The seller's desk: what only the sandbox can do. Against the platform itself there is nothing of this. */
import { Client } from "../../../pkg/index.node.js";
import { HttpError } from "./http.mjs";

const HOUR = 3_600_000;

/** What can go wrong with the platform, by what the page calls it. */
const MOODS = {
  works: [],
  slow: [{ kind: "latency", ms: 3000, endpoints: "alibaba.*" }],
  refuses: [
    {
      kind: "refusal",
      code: 990099,
      msg: "the sandbox refuses everything, as its desk was asked to",
      endpoints: "alibaba.*",
    },
  ],
  // Whether something was bought then, only a look at the orders tells.
  loses: [
    {
      kind: "reset",
      when: "after",
      endpoints: [
        "alibaba.order.create",
        "alibaba.order.payUrl",
        "alibaba.refund.create",
        "alibaba.refund.submitReturn",
      ],
    },
  ],
};

/** @param {import("../../../pkg/sandbox/index.js").Sandbox} sandbox */
export function createDesk(sandbox) {
  // A client of its own: what the desk reads is no call of the page's, and not for its log. It reads by generation 2,
  // so that what goes wrong with the page's calls does not go wrong here.
  const { order, refund } = new Client({ ...sandbox }).v2.alibaba;
  let advanced = 0;
  let mood = "works";

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
    setMood({ mood: wanted }) {
      sandbox.setFaults(MOODS[wanted]);
      mood = wanted;
    },
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
        mood,
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
