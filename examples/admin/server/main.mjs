/**
 * A desk for buying: orders, refunds, returns, products. One address, everything behind it.
 *
 *     npm run admin
 *
 * The platform here is the sandbox, in memory: nothing is bought, nothing leaves this machine.
 */
import { openHouse } from "./house.mjs";
import { buildPage } from "./page.mjs";

/** Browsers remember settings by the address, so it stays the same where it can. */
const USUAL_PORT = 4188;

async function open() {
  if (process.env.PORT) return openHouse({ port: Number(process.env.PORT) });
  try {
    return await openHouse({ port: USUAL_PORT });
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    return openHouse();
  }
}

await buildPage();
const { address } = await open();
console.log(`\nOpen ${address} in a browser. Ctrl+C ends it.`);
