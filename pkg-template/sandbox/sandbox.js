/** The vendor, emulated in memory, behind a `fetch` of its own. */
import { Courier } from "./courier.js";
import { SandboxCore } from "./wasm/sandbox_bg.js";

/** No name server knows this address: a request that misses the sandbox goes nowhere. */
const BASE_URL = "https://sandbox.pandapon.invalid";

export function createSandbox({ seed = 1, now = Date.now, faults = [], callbackUrl, onPush } = {}) {
  wholeNumber("seed", seed);
  checkFunction("now", now, "that returns milliseconds since 1970");
  if (onPush !== undefined) checkFunction("onPush", onPush, "that answers a Request");
  if (callbackUrl !== undefined && !URL.canParse(callbackUrl)) throw new TypeError("callbackUrl must be an address");
  const core = new SandboxCore(seed);
  core.setFaults(JSON.stringify(faults));
  const courier = new Courier(core, now, { callbackUrl, onPush });
  /** What is done to the sandbox from outside; the messages that it causes go out. */
  const control = (act) => {
    act(now());
    courier.start();
  };
  const sandbox = {
    ...core.access(),
    baseUrl: BASE_URL,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body = request.method === "GET" ? undefined : await request.text();
      request.signal.throwIfAborted();
      const reply = core.receive(request.method, request.url, [...request.headers], body, now());
      courier.start();
      return arrive(reply, request.signal);
    },
    routes: Object.fromEntries(SandboxCore.routes()),
    // What it hands out opens nothing but itself.
    dangerouslyAllowBrowser: true,
    pushes: () => core.pushes(),
    settled: () => courier.settled(),
    requests: () => core.requests(),
    setFaults: (faults) => core.setFaults(JSON.stringify(faults)),
    advance: (milliseconds) => control((now) => core.advance(wholeNumber("milliseconds", milliseconds), now)),
    ship: (orderId, { items } = {}) => control((now) => core.ship(String(orderId), items?.map(String), now)),
    changePrice: (orderId, { goods, freight }) =>
      control((now) => core.changePrice(String(orderId), fen("goods", goods), fen("freight", freight), now)),
    closeOrder: (orderId) => control((now) => core.closeOrder(String(orderId), now)),
    setStock: (skuId, pieces) => control((now) => core.setStock(String(skuId), wholeNumber("pieces", pieces), now)),
    sellerAgrees: (refundId) => control((now) => core.sellerAgrees(String(refundId), now)),
    sellerRefuses: (refundId, reason) => control((now) => core.sellerRefuses(String(refundId), String(reason), now)),
    sellerReceives: (refundId) => control((now) => core.sellerReceives(String(refundId), now)),
    snapshot: () => core.snapshot(),
    restore: (snapshot) => {
      core.restore(String(snapshot));
      Object.assign(sandbox, core.access());
      courier.restart();
    },
  };
  return sandbox;
}

function wholeNumber(name, value) {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} must be a whole number from 0 on`);
}

function checkFunction(name, value, which) {
  if (typeof value !== "function") throw new TypeError(`${name} must be a function ${which}`);
}

function fen(name, value) {
  return value === undefined ? undefined : wholeNumber(name, value);
}

/** The answer as it arrives: late, or not at all. */
async function arrive({ latency, answer }, signal) {
  if (latency > 0) await sleep(latency, signal);
  if (answer) return new Response(answer.body, { status: answer.status, headers: answer.headers });
  // As Node's own fetch fails.
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
}

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
