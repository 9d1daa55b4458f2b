/**
 * Compares a day's orders with your own books, every night: orders that only the vendor has, orders that only you have, and
 * different amounts.
 *
 *     node reconcile.mjs 2026-11-26 < books.json      # books.json: { "3305075341149134261": 4200, … }, amounts in fen
 *
 * Exit codes: 0 no differences, 1 differences, 2 the comparison failed.
 */
import { text } from "node:stream/consumers";
import { Client, fenToYuan, PandaponError, paginate, yuanToFen } from "pandapon";

const { PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID, PANDAPON_BASE_URL } = process.env;

const client = new Client({
  accessKey: PANDAPON_ACCESS_KEY,
  accessSecret: PANDAPON_ACCESS_SECRET,
  userId: PANDAPON_USER_ID,
  baseUrl: PANDAPON_BASE_URL,
});

/** Returns the vendor's orders of a day in China: amounts in fen by id. */
async function ordersOf(day) {
  const orders = new Map();
  const params = { createStartTime: `${day} 00:00:00`, createEndTime: `${day} 23:59:59`, pageSize: 50 };
  for await (const { baseInfo } of paginate(client.alibaba.order.list, params)) {
    orders.set(baseInfo.id, { fen: yuanToFen(baseInfo.totalAmount), status: baseInfo.status });
    if (orders.size % 500 === 0) console.error(`${orders.size} orders …`);
  }
  return orders;
}

function differences(orders, books) {
  const lines = [];
  for (const [id, { fen, status }] of orders) {
    // Unpaid orders are not an expense.
    if (status === "waitbuyerpay" || status === "cancel") continue;
    if (!books.has(id)) lines.push(`${id}  ${fenToYuan(fen)} yuan  not in the books`);
    else if (books.get(id) !== fen)
      lines.push(`${id}  ${fenToYuan(fen)} yuan  in the books ${fenToYuan(books.get(id))}`);
  }
  for (const [id, fen] of books)
    if (!orders.has(id)) lines.push(`${id}  in the books ${fenToYuan(fen)}  unknown to the vendor`);
  return lines;
}

try {
  const [day] = process.argv.slice(2);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new TypeError("expected a day: node reconcile.mjs yyyy-MM-dd < books.json");
  // Ids are keys of the JSON object, so they are text, and none is rounded.
  const books = new Map(Object.entries(JSON.parse(await text(process.stdin))));
  const orders = await ordersOf(day);
  const lines = differences(orders, books);
  for (const line of lines) console.log(line);
  console.error(`${orders.size} orders, ${lines.length} differences`);
  process.exitCode = lines.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof PandaponError || error instanceof TypeError || error instanceof SyntaxError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
