/**
 * Prints what happens to orders and refunds, as it happens.
 *
 *     bun add pandapon
 *     PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… bun push.ts
 */
import { eventHandler } from "pandapon";

const { PANDAPON_ACCESS_KEY: accessKey = "", PANDAPON_ACCESS_SECRET: accessSecret = "", PORT = "3000" } = process.env;
if (!accessSecret) throw new Error("PANDAPON_ACCESS_SECRET is not set: messages are recognised by it");

const handler = eventHandler({
  accessKey,
  accessSecret,
  onEvent(event) {
    if (event.form === "OrderChange") console.log(event.messageBody.orderId, event.messageBody.currentStatus);
    else if (event.form === "RefundChange") console.log(event.messageBody.refundId, event.messageBody.currentStatus);
    else console.log(event.type);
  },
});

// Listens on this machine only, behind a server that terminates TLS. Messages are signed, so no login is needed.
const server = Bun.serve({ hostname: "127.0.0.1", port: Number(PORT), fetch: (request) => handler(request) });
console.log(`listening on ${server.url}`);
