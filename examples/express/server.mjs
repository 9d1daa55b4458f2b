/**
 * A shop's server on Express: orders from the vendor what a customer bought, exactly once, and follows it by push messages.
 *
 *     npm install express pandapon
 *     SHOP_TOKEN=… PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… PANDAPON_USER_ID=… PANDAPON_BASE_URL=… node server.mjs
 *
 * `npx pandapon sandbox --callback http://localhost:3000/push` prints values for a sandbox that buys nothing, and posts messages.
 *
 *     curl -H "authorization: Bearer $SHOP_TOKEN" --json '{"number": "A-1", "offerId": "…", "specId": "…", "quantity": 6}' \
 *       http://localhost:3000/orders
 */
import { createHash, timingSafeEqual } from "node:crypto";
import express from "express";
import { Client, eventHandler, nodeListener, PandaponError, ValidationError, yuanToFen } from "pandapon";

const { PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID, PANDAPON_BASE_URL } = process.env;
const { SHOP_TOKEN, SHOP_MAX_YUAN = "1000.00", PORT = 3000 } = process.env;
if (!SHOP_TOKEN) throw new Error("SHOP_TOKEN is not set: who knows it may order");

const keys = { accessKey: PANDAPON_ACCESS_KEY, accessSecret: PANDAPON_ACCESS_SECRET };
const { alibaba } = new Client({ ...keys, userId: PANDAPON_USER_ID, baseUrl: PANDAPON_BASE_URL });

/** The shop's warehouse. The sender of a request must not choose the address. */
const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "",
  provinceText: "浙江省",
  cityText: "杭州市",
  townText: "",
  address: "网商路699号",
};

/** The status of each order by its id, and each order by the shop's own number. In production, use tables of your database. */
const orders = new Map();
const bought = new Map();

/** What goes on behind a response: it would end with the process. In production, see docs/push-on-several-servers.md. */
const running = new Set();

const push = eventHandler({
  ...keys,
  waitUntil(work) {
    running.add(work);
    work.finally(() => running.delete(work));
  },
  onEvent: async ({ form, messageBody }) => {
    if (form !== "OrderChange" || !messageBody.orderId) return;
    // Messages may arrive late or out of order: read the order itself.
    const { baseInfo } = await alibaba.order.get({ webSite: "1688", orderId: messageBody.orderId });
    orders.set(baseInfo.id, baseInfo.status);
  },
  onError: (error, event, willBeRepeated) => console.error(event.key, willBeRepeated, error),
});

/** The reason why an order is refused. */
class Refused extends Error {}

/** Takes only these fields from a request: the goods, the quantity, and the number under which they are bought once. */
function readOrder({ number, offerId, specId, quantity } = {}) {
  const areTexts = [number, offerId, specId].every(
    (text) => typeof text === "string" && text !== "" && text.length <= 64,
  );
  if (!areTexts) throw new Refused("number, offerId and specId must be texts of at most 64 characters");
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 1000)
    throw new Refused("quantity must be from 1 to 1000");
  return { number, cargoParamList: [{ offerId, specId, quantity }] };
}

/** Asks the vendor for the price, including freight: a price from the sender does not count. Returns the flow of the order. */
async function checkPrice(cargoParamList) {
  const { orderPreviewResuslt, errorMsg } = await alibaba.order.preview({ addressParam, cargoParamList });
  const [preview] = orderPreviewResuslt ?? [];
  if (!preview) throw new Refused(errorMsg ?? "this cannot be ordered");
  if (!(preview.sumPayment <= yuanToFen(SHOP_MAX_YUAN)))
    throw new Refused(`this costs more than ${SHOP_MAX_YUAN} yuan`);
  return preview.flowFlag;
}

/** Orders once per number, however often it is requested, for example by a second click. */
function orderOnce(number, order) {
  if (!bought.has(number)) {
    const made = alibaba.order.create(order);
    bought.set(number, made);
    // An unsent order may be tried again. In all other cases look up the outcome first.
    made.catch(({ sent }) => sent === false && bought.delete(number));
  }
  return bought.get(number);
}

/** Returns whether the shop's own front end calls. In production, check the session of the customer here. */
function isFromShop({ headers }) {
  const digest = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${SHOP_TOKEN}`));
}

const app = express();
// Before express.json(): the signature is over the raw body. It also authenticates these messages.
app.post("/push", nodeListener(push));
app.use((request, response, next) =>
  isFromShop(request) ? next() : response.status(401).json({ message: "log in first" }),
);
app.use(express.json());

app.get("/products", async ({ query }, response) => {
  const { data } = await alibaba.product.searchByKeyword({ keyword: String(query.keyword ?? ""), country: "en" });
  response.json(
    data.map(({ offerId, subjectTrans, priceInfo }) => ({ offerId, title: subjectTrans, yuan: priceInfo.price })),
  );
});

app.post("/orders", async ({ body }, response) => {
  const { number, cargoParamList } = readOrder(body);
  const flow = await checkPrice(cargoParamList);
  const { orderId } = await orderOnce(number, { flow, addressParam, cargoParamList });
  if (!orders.has(orderId)) orders.set(orderId, "waitbuyerpay");
  response.status(201).json({ orderId });
});

app.get("/orders/:orderId", ({ params }, response) => {
  const status = orders.get(params.orderId);
  response.status(status ? 200 : 404).json({ status: status ?? null });
});

/** Describes an error for the shop's own front end; `sent` says whether an order may exist nevertheless. */
app.use((error, request, response, next) => {
  if (error instanceof Refused) return response.status(422).json({ message: error.message, sent: false });
  if (!(error instanceof PandaponError)) return next(error);
  const { name, message, sent, issues } = error;
  response.status(error instanceof ValidationError ? 422 : 502).json({ name, message, sent, issues });
});

// On this machine only: a server that terminates TLS is in front.
const server = app.listen(PORT, "127.0.0.1", () => console.log(`http://localhost:${server.address().port}/`));

// A deploy ends the process: it takes no more requests, and ends the work behind those that were answered.
process.once("SIGTERM", async () => {
  server.close();
  await Promise.all(running);
  process.exit();
});
