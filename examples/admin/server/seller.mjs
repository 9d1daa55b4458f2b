/** The actions of the seller, which only the sandbox has. The platform itself offers none of them. */
import { Client } from "../../../pkg/index.node.js";
import { HttpError } from "./http.mjs";

const HOUR = 3_600_000;

/** The faults that the page can choose, by its names for them. */
const FAULTS = {
  none: [],
  slow: [{ kind: "latency", ms: 3000, endpoints: "alibaba.*" }],
  refuses: [
    {
      kind: "refusal",
      code: 990099,
      msg: "the sandbox refuses everything, as the seller panel asked",
      endpoints: "alibaba.*",
    },
  ],
  // Only the orders show whether something was bought then.
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
export function createSeller(sandbox) {
  // A client of its own, whose calls are not in the page's log. It reads by generation 2, which the faults of the page's
  // calls do not affect.
  const { order, refund } = new Client({ ...sandbox }).v2.alibaba;
  let advanced = 0;
  let fault = "none";

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

  const actions = {
    ship: ({ orderId }) => sandbox.ship(orderId),
    changePrice: ({ orderId, goods, freight }) => sandbox.changePrice(orderId, { goods, freight }),
    agree: ({ refundId }) => sandbox.sellerAgrees(refundId),
    refuse: ({ refundId, reason }) => sandbox.sellerRefuses(refundId, reason),
    receive: ({ refundId }) => sandbox.sellerReceives(refundId),
    setFault({ fault: name }) {
      sandbox.setFaults(FAULTS[name]);
      fault = name;
    },
    advance({ hours }) {
      sandbox.advance(hours * HOUR);
      advanced += hours * HOUR;
    },
  };

  return {
    /** The sandbox's clock, in milliseconds since 1970. */
    now: () => Date.now() + advanced,

    /** Returns the pending work of the seller. */
    async state() {
      return {
        fault,
        refunds: await refundsThatWait(),
        toShip: await ordersThat("waitsellersend"),
        toPay: await ordersThat("waitbuyerpay"),
      };
    },

    /** @throws {HttpError} if the action is unknown, or the sandbox refuses it */
    run(name, params) {
      if (!Object.hasOwn(actions, name)) throw new HttpError(404, `unknown action ${name}`);
      try {
        actions[name](params);
      } catch (error) {
        throw new HttpError(409, error.message);
      }
    },
  };
}
