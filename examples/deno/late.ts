/**
 * Lists the paid, unshipped orders that were created at least the given number of days ago.
 *
 *     deno add npm:pandapon
 *     deno run --allow-env --allow-net late.ts 3
 */
import { Client, paginate } from "pandapon";

const variable = (name: string): string => {
  const value = Deno.env.get(name);
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const client = new Client({
  accessKey: variable("PANDAPON_ACCESS_KEY"),
  accessSecret: variable("PANDAPON_ACCESS_SECRET"),
  userId: variable("PANDAPON_USER_ID"),
  baseUrl: variable("PANDAPON_BASE_URL"),
});

const days = Number(Deno.args[0] ?? 3);
/** As the vendor writes times: China's, UTC+8. */
const before = new Date(Date.now() - days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");

for await (const order of paginate(client.alibaba.order.list, {
  orderStatus: "waitsellersend",
  createEndTime: before,
})) {
  const { baseInfo, productItems } = order;
  console.log(baseInfo?.id, productItems?.[0]?.gmtCreate, `${baseInfo?.totalAmount} yuan`);
}
