/**
 * A Cloudflare worker that receives push messages and returns the newest orders. The keys are secrets of the worker:
 * `npx wrangler secret put PANDAPON_ACCESS_SECRET`, and so on. So is SHOP_TOKEN, which gives access to the orders.
 */
import { Client, eventHandler } from "pandapon";

/** Created once per environment, not per request, because the handler remembers which messages it has seen. */
let house;

function open({ PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID, PANDAPON_BASE_URL }) {
  const keys = { accessKey: PANDAPON_ACCESS_KEY, accessSecret: PANDAPON_ACCESS_SECRET };
  const client = new Client({ ...keys, userId: PANDAPON_USER_ID, baseUrl: PANDAPON_BASE_URL });
  const push = eventHandler({
    ...keys,
    // Other workers do not share this one's memory: in production, use a Durable Object as `store`.
    onEvent: (event) => console.log(event.key),
  });
  return { client, push };
}

/** Returns whether the caller has the token. In production, check a session here. */
async function isFromShop({ headers }, { SHOP_TOKEN }) {
  if (!SHOP_TOKEN) return false;
  const digest = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const [given, right] = await Promise.all([headers.get("authorization") ?? "", `Bearer ${SHOP_TOKEN}`].map(digest));
  return crypto.subtle.timingSafeEqual(given, right);
}

export default {
  async fetch(request, env, context) {
    const { client, push } = (house ??= open(env));
    const { pathname } = new URL(request.url);
    // These are signed, and need no login. The context keeps the worker alive for work after the response.
    if (pathname === "/push") return push(request, context);
    if (pathname !== "/orders") return new Response("Not found", { status: 404 });
    if (!(await isFromShop(request, env))) return new Response("Log in first", { status: 401 });
    const { result } = await client.alibaba.order.list({ page: 1, pageSize: 10 }, { signal: request.signal });
    return Response.json(
      result.map(({ baseInfo }) => ({ id: baseInfo.id, status: baseInfo.status, yuan: baseInfo.totalAmount })),
    );
  },
};
