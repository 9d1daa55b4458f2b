/** Plays the plan through, moment by moment, with the sandbox's clock set back. */
import { Client } from "../../../../pkg/index.node.js";
import { signHeaders } from "../../../../pkg/sign/index.js";
import { addressParam } from "../address.mjs";
import { purchases } from "./plan.mjs";

const HOUR = 3_600_000;

/**
 * @param {object} sandbox
 * @param {ReturnType<typeof import("../clock.mjs").createClock>} clock the sandbox's; it runs again in the end
 */
export async function seed(sandbox, clock) {
  const client = clientOfThePast(sandbox, clock);
  const start = Date.now();
  const moments = purchases.flatMap(({ daysAgo, goods, then }) => {
    const made = start - daysAgo * 24 * HOUR;
    const scene = { client, sandbox, orderId: "" };
    const purchase = async () => (scene.orderId = await buy(client, goods));
    const steps = then.map(({ after, run }) => ({ at: made + after * HOUR, run: () => run(scene) }));
    return [{ at: made, run: purchase }, ...steps];
  });
  moments.sort((one, other) => one.at - other.at);
  for (const { at, run } of moments.filter(({ at }) => at <= start)) {
    clock.stopAt(Math.floor(at));
    await run();
  }
  clock.release();
}

/** A client whose requests are signed at the time that the clock shows: the platform refuses old ones. */
function clientOfThePast(sandbox, clock) {
  const fetch = (url, { headers, ...init }) => {
    const timestamp = String(Math.floor(clock.now() / 1000));
    return sandbox.fetch(url, { ...init, headers: { ...headers, ...signHeaders({ ...sandbox, timestamp }) } });
  };
  return new Client({ ...sandbox, fetch });
}

/** Orders goods of one seller and returns the order's id. */
async function buy(client, goods) {
  const cargoParamList = [];
  for (const [keyword, index, lots] of goods) {
    const { data } = await client.alibaba.product.searchByKeyword({ keyword, country: "en" });
    const { offerId, minOrderQuantity, productSkuInfos } = await client.alibaba.product.get({
      offerId: data[0].offerId,
    });
    // Goods without SKUs have no specId: it is empty then.
    cargoParamList.push({ offerId, specId: productSkuInfos[index]?.specId ?? "", quantity: minOrderQuantity * lots });
  }
  const order = { flow: "general", tradeType: "assureTrade", addressParam, cargoParamList };
  return (await client.alibaba.order.create(order)).orderId;
}
