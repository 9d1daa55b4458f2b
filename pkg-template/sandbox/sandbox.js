/** The vendor, emulated in memory, behind a `fetch` of its own. */
import { SandboxCore } from "./wasm/sandbox_bg.js";

/** No name server knows this address: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

export function createSandbox({ seed = 1, now = Date.now } = {}) {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError("seed must be a whole number from 0 on");
  if (typeof now !== "function") throw new TypeError("now must be a function that returns milliseconds since 1970");
  const core = new SandboxCore(seed);
  return {
    ...core.access(),
    baseUrl: BASE_URL,
    fetch: (input, init) => answer(core, now, new Request(input, init)),
    routes: Object.fromEntries(SandboxCore.routes()),
    // What it hands out opens nothing but itself.
    dangerouslyAllowBrowser: true,
    pushes: () => core.pushes(),
    ship: (orderId) => core.ship(String(orderId), now()),
    sellerAgrees: (refundId) => core.sellerAgrees(String(refundId), now()),
    sellerRefuses: (refundId, reason) => core.sellerRefuses(String(refundId), String(reason), now()),
    sellerReceives: (refundId) => core.sellerReceives(String(refundId), now()),
  };
}

async function answer(core, now, request) {
  const text = request.method === "GET" ? undefined : await request.text();
  request.signal.throwIfAborted();
  const { status, headers, body } = core.handle(request.method, request.url, [...request.headers], text, now());
  return new Response(body, { status, headers });
}
