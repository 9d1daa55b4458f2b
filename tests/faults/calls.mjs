/** The calls: each safety by GET and by POST, with an id by which the server recognises the call. */

/** Endpoints of the catalogue; the one without a public path gets a path here. */
const endpoints = {
  "read POST": (id) => ["alibaba.order.get", { webSite: "1688", orderId: id }],
  "read GET": (id) => ["taobao.order.tracking", { subPurchaseOrderId: id }],
  "idempotent POST": (id) => ["taobao.order.setWarehouse", { warehouseName: "1", warehouseAddress: "1", orderId: id }],
  "idempotent GET": (id) => ["taobao.cart.setQuantity", { orderId: id, quantity: 1 }],
  "once POST": (id) => ["alibaba.order.confirmReceipt", { orderId: id }],
  "once GET": (id) => ["alibaba.order.payUrl", { orderId: id }],
};

export const routes = { "taobao.cart.setQuantity": "GET /cart/quantity" };

export const kinds = Object.keys(endpoints).map((kind) => {
  const [safety, method] = kind.split(" ");
  return { safety, method };
});

export const names = Object.values(endpoints).map((call) => call("1")[0]);

/** Returns the name and params of a call. */
export const callOf = ({ safety, method }, id) => endpoints[`${safety} ${method}`](id);

/** Creates ids beyond 2^53, like the vendor's. */
const FIRST = 3_300_000_000_000_000_000n;
const ID = /33\d{17}/;
let used = 0n;

export const newId = () => String(FIRST + used++);

/** Returns the id in the text of a request, if it has one. */
export const idIn = (text) => ID.exec(text)?.[0];
