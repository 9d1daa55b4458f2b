/**
 * An admin page for buying: products, orders, refunds and returns.
 *
 *     npm run admin
 *
 * The platform here is the sandbox, in memory: nothing is bought, nothing leaves this machine. Where others use the machine, too,
 * ADMIN_TOKEN is the password of the page, with any user name.
 */

import { buildPage } from "./page.mjs";
import { openServer } from "./server.mjs";

/** Browsers remember settings by the address, so it stays the same where it can. */
const USUAL_PORT = 4188;

const { PORT, ADMIN_TOKEN: token } = process.env;

async function open() {
  if (PORT) return openServer({ port: Number(PORT), token });
  try {
    return await openServer({ port: USUAL_PORT, token });
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    return openServer({ token });
  }
}

await buildPage();
const { address } = await open();
console.log(`\nOpen ${address} in a browser. Ctrl+C ends it.`);
