/** The vendor, emulated in memory, behind a `fetch` of its own. */
import { SandboxCore } from "./wasm/sandbox_bg.js";

/** No name server knows this address: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

export function createSandbox({ seed = 1, now = Date.now } = {}) {
  wholeNumber("seed", seed);
  if (typeof now !== "function") throw new TypeError("now must be a function that returns milliseconds since 1970");
  const core = new SandboxCore(seed);
  const sandbox = {
    ...core.access(),
    baseUrl: BASE_URL,
    fetch: (input, init) => answer(core, now, new Request(input, init)),
    routes: Object.fromEntries(SandboxCore.routes()),
    // What it hands out opens nothing but itself.
    dangerouslyAllowBrowser: true,
    pushes: () => core.pushes(),
    requests: () => core.requests(),
    advance: (milliseconds) => core.advance(wholeNumber("milliseconds", milliseconds), now()),
    ship: (orderId, { items } = {}) => core.ship(String(orderId), items?.map(String), now()),
    changePrice: (orderId, { goods, freight }) =>
      core.changePrice(String(orderId), fen("goods", goods), fen("freight", freight), now()),
    closeOrder: (orderId) => core.closeOrder(String(orderId), now()),
    setStock: (skuId, pieces) => core.setStock(String(skuId), wholeNumber("pieces", pieces), now()),
    sellerAgrees: (refundId) => core.sellerAgrees(String(refundId), now()),
    sellerRefuses: (refundId, reason) => core.sellerRefuses(String(refundId), String(reason), now()),
    sellerReceives: (refundId) => core.sellerReceives(String(refundId), now()),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => {
      core.restore(String(snapshot));
      Object.assign(sandbox, core.access());
    },
  };
  return sandbox;
}

function wholeNumber(name, value) {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} must be a whole number from 0 on`);
}

function fen(name, value) {
  return value === undefined ? undefined : wholeNumber(name, value);
}

async function answer(core, now, request) {
  const text = request.method === "GET" ? undefined : await request.text();
  request.signal.throwIfAborted();
  const { status, headers, body } = core.handle(request.method, request.url, [...request.headers], text, now());
  return new Response(body, { status, headers });
}
