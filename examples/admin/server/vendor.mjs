/** The platform: the sandbox, its push messages and the log of calls. */
import { Client, eventHandler } from "../../../pkg/index.node.js";
import { createSandbox } from "../../../pkg/sandbox/index.js";
import { createCallLog } from "./calls.mjs";
import { createClock } from "./clock.mjs";
import { seed } from "./seed/seed.mjs";
import { createSeller } from "./seller.mjs";
import { createVouchers } from "./vouchers.mjs";

/**
 * Opens it, with some weeks of orders in it.
 * @param {object} listeners
 * @param {(event: import("../../../pkg/index.js").Event) => void} listeners.onEvent called with each verified push message
 * @param {(call: object) => void} listeners.onCall called with each finished call
 */
export async function openVendor({ onEvent, onCall }) {
  const clock = createClock();
  const vouchers = createVouchers();
  // A server of yours puts this handler at the address to which the platform posts.
  const sandbox = createSandbox({ now: clock.now, onPush: (request) => receive(request) });
  const { accessKey, accessSecret } = sandbox;
  // Messages of the last weeks are welcome here, so the keys of all of them are kept.
  const keys = new Set();
  const store = { add: (key) => !keys.has(key) && Boolean(keys.add(key)), remove: (key) => keys.delete(key) };
  const receive = eventHandler({ accessKey, accessSecret, onEvent, store, tolerance: Infinity });

  Object.assign(sandbox, { fetch: vouchers.watch(sandbox.fetch) });
  await seed(sandbox, clock);
  await sandbox.settled();

  const log = createCallLog(sandbox, onCall);
  return {
    /** Signs the calls of the page: the secret is here, and nowhere else. */
    client: new Client({ ...sandbox, fetch: log.watch(sandbox.fetch), onRequest: log.onRequest }),
    calls: log.list,
    seller: createSeller(sandbox),
    voucher: vouchers.get,
  };
}
