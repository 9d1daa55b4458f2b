/**
 * A desk for buying: orders, refunds, returns, products. One address, everything behind it.
 *
 *     npm run admin
 *
 * The platform here is the sandbox, in memory: nothing is bought, nothing leaves this machine.
 */
import { openHouse } from "./house.mjs";
import { buildPage } from "./page.mjs";

await buildPage();
const { address } = await openHouse({ port: Number(process.env.PORT ?? 0) });
console.log(`\nOpen ${address} in a browser. Ctrl+C ends it.`);
