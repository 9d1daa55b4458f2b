/**
 * Prints what happens to orders and refunds, as it happens.
 *
 *     bun add pandapon
 *     PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… bun push.ts
 */
import { eventHandler } from "pandapon";

const { PANDAPON_ACCESS_KEY: accessKey = "", PANDAPON_ACCESS_SECRET: accessSecret = "", PORT = "3000" } = process.env;

const handler = eventHandler({
  accessKey,
  accessSecret,
  onEvent(event) {
    if (event.form === "OrderChange") console.log(event.messageBody.orderId, event.messageBody.currentStatus);
    else if (event.form === "RefundChange") console.log(event.messageBody.refundId, event.messageBody.currentStatus);
    else console.log(event.type);
  },
});

const server = Bun.serve({ port: Number(PORT), fetch: (request) => handler(request) });
console.log(`listening on ${server.url}`);
