/**
 * A worker, as Cloudflare runs them: push messages in, and the newest orders out. The keys are its secrets:
 * `npx wrangler secret put PANDAPON_ACCESS_SECRET`, and so on. So is SHOP_TOKEN: who knows it may see the orders.
 */
import { Client, eventHandler } from "pandapon";

/** Made once for each environment, not for each request: the handler remembers which messages it has seen. */
let house;

function open({ PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, PANDAPON_USER_ID, PANDAPON_BASE_URL }) {
  const keys = { accessKey: PANDAPON_ACCESS_KEY, accessSecret: PANDAPON_ACCESS_SECRET };
  const client = new Client({ ...keys, userId: PANDAPON_USER_ID, baseUrl: PANDAPON_BASE_URL });
  const push = eventHandler({
    ...keys,
    // Workers elsewhere in the world do not share this one's memory: in earnest give `store` a Durable Object.
    onEvent: (event) => console.log(event.key),
  });
  return { client, push };
}

/** Whether whoever asks knows the token. For real this is where a session is looked at. */
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
    // These are signed, and need no login. The context keeps the worker alive for the work that goes on behind the answer.
    if (pathname === "/push") return push(request, context);
    if (pathname !== "/orders") return new Response("Not found", { status: 404 });
    if (!(await isFromShop(request, env))) return new Response("Log in first", { status: 401 });
    const { result } = await client.alibaba.order.list({ page: 1, pageSize: 10 }, { signal: request.signal });
    return Response.json(
      result.map(({ baseInfo }) => ({ id: baseInfo.id, status: baseInfo.status, yuan: baseInfo.totalAmount })),
    );
  },
};
