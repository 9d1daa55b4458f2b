/**
 * A shop's server on Express: what the customer bought is ordered once at the vendor, and push messages say how it goes on.
 *
 *     npm install express pandapon
 *     PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… PANDAPON_USER_ID=… PANDAPON_BASE_URL=… node server.mjs
 *
 * `npx pandapon sandbox --callback http://localhost:3000/push` prints values that buy nothing, and posts the messages.
 */
import express from "express";
import { Client, eventHandler, nodeListener, PandaponError, ValidationError } from "pandapon";

const { PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID, PANDAPON_BASE_URL, PORT = 3000 } = process.env;
const keys = { accessKey: PANDAPON_ACCESS_KEY, accessSecret: PANDAPON_ACCESS_SECRET };
const { alibaba } = new Client({ ...keys, userId: PANDAPON_USER_ID, baseUrl: PANDAPON_BASE_URL });

/** How each order stands, by its id. In earnest a table of your database. */
const orders = new Map();

const push = eventHandler({
  ...keys,
  onEvent: async ({ form, messageBody }) => {
    if (form !== "OrderChange" || !messageBody.orderId) return;
    // Messages may come late or out of order: the order itself is what counts.
    const { baseInfo } = await alibaba.order.get({ webSite: "1688", orderId: messageBody.orderId });
    orders.set(baseInfo.id, baseInfo.status);
  },
  onError: (error, event, willBeRepeated) => console.error(event.key, willBeRepeated, error),
});

const app = express();
// Ahead of express.json(): the signature is over the raw body.
app.post("/push", nodeListener(push));
app.use(express.json());

app.get("/products", async ({ query }, response) => {
  const { data } = await alibaba.product.searchByKeyword({ keyword: String(query.keyword ?? ""), country: "en" });
  response.json(data.map(({ offerId, subjectTrans, priceInfo }) => ({ offerId, title: subjectTrans, yuan: priceInfo.price })));
});

app.post("/orders", async ({ body }, response) => {
  const { orderId } = await alibaba.order.create({ flow: "general", ...body });
  orders.set(orderId, "waitbuyerpay");
  response.status(201).json({ orderId });
});

app.get("/orders/:orderId", ({ params }, response) => {
  const status = orders.get(params.orderId);
  response.status(status ? 200 : 404).json({ status: status ?? null });
});

/** What went wrong, for the shop's own front end; `sent` tells whether an order may have been made all the same. */
app.use((error, request, response, next) => {
  if (!(error instanceof PandaponError)) return next(error);
  const { name, message, sent, issues } = error;
  response.status(error instanceof ValidationError ? 422 : 502).json({ name, message, sent, issues });
});

const server = app.listen(PORT, () => console.log(`http://localhost:${server.address().port}/`));
