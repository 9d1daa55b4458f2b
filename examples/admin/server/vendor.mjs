/** The platform of this house: the sandbox, and all that comes from it. */
import { Client } from "../../../pkg/index.node.js";
import { createSandbox } from "../../../pkg/sandbox/index.js";
import { verifyCallback } from "../../../pkg/sign/index.js";
import { createCallLog } from "./calls.mjs";
import { createClock } from "./clock.mjs";
import { createDesk } from "./desk.mjs";
import { seed } from "./seed/seed.mjs";
import { createVouchers } from "./vouchers.mjs";

/**
 * Opens it, with some weeks of orders in it.
 * @param {object} tell
 * @param {(event: object) => void} tell.onPush a push message came, and is genuine
 * @param {(call: object) => void} tell.onCall a call is over
 */
export async function openVendor({ onPush, onCall }) {
  const clock = createClock();
  const vouchers = createVouchers();
  const market = createSandbox({ now: clock.now });
  const sandbox = { ...market, fetch: vouchers.watch(market.fetch) };

  /** Hands on what the sandbox has sent since, as a server does with what is posted to it: verified first. */
  function deliver() {
    for (const { body, authorization } of sandbox.pushes()) {
      if (verifyCallback({ ...sandbox, body, authorization })) onPush(read(body));
    }
  }

  await seed(sandbox, clock);
  deliver();

  const log = createCallLog(sandbox, onCall);
  const fetch = log.watch(async (url, init) => {
    const response = await sandbox.fetch(url, init);
    deliver();
    return response;
  });
  return {
    /** Signs the calls of the page: the secret is here, and nowhere else. */
    client: new Client({ ...sandbox, fetch, onRequest: log.onRequest }),
    calls: log.list,
    desk: createDesk(sandbox, deliver),
    voucher: vouchers.get,
  };
}

/** A push message with ids as text: JSON.parse alone would round them. */
function read(body) {
  const { messageType, ...rest } = JSON.parse(body.replaceAll(/:(\d{16,})/g, ':"$1"'));
  return { ...rest, type: messageType.replace(/^1688_/, ""), key: body };
}
