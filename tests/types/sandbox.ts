import { Client, fenToYuan, init, yuanToFen } from "pandapon";
import { createSandbox, type Push, type ReceivedRequest } from "pandapon/sandbox";
import { isExactly } from "./equal.js";

const sandbox = createSandbox({ seed: 7, now: () => 1_700_000_000_000, routes: "public" });
const client = new Client({ ...sandbox });
new Client({ ...sandbox, maxRetries: 0 });
const { refundId } = await client.alibaba.refund.get({ refundId: "TQ1" });

sandbox.ship("3305075341149134260");
sandbox.ship(1n, { items: ["3305075341150134260"] });
sandbox.changePrice(1n, { goods: 1000 });
sandbox.closeOrder(1n);
sandbox.setStock(5_000_000_000_000, 0);
isExactly<string>()(sandbox.snapshot());
sandbox.restore(sandbox.snapshot());
sandbox.setFaults([
  { kind: "reset", when: "after", endpoints: "alibaba.order.*", times: 1 },
  { kind: "status", status: 429, retryAfter: 2, probability: 0.1 },
  { kind: "latePush", messages: ["ORDER_BUYER_VIEW_*"] },
]);
createSandbox({
  callbackUrl: "http://127.0.0.1:8080/",
  onPush: async (request) => (await request.text()).length,
  faults: [],
});
isExactly<Promise<void>>()(sandbox.settled());
// @ts-expect-error it must say whether the platform has already acted
sandbox.setFaults([{ kind: "reset" }]);
// @ts-expect-error messages have types, not endpoints
sandbox.setFaults([{ kind: "duplicatePush", endpoints: "alibaba.*" }]);
sandbox.advance(1800_000);
isExactly<ReceivedRequest[]>()(sandbox.requests());
// @ts-expect-error the amount is a number of fen
sandbox.changePrice(1n, { goods: "12.34" });
sandbox.sellerAgrees(refundId ?? "");
sandbox.sellerRefuses(refundId ?? "", "not broken");
sandbox.sellerReceives(1n);
isExactly<Push[]>()(sandbox.pushes());
// @ts-expect-error the reason is missing
sandbox.sellerRefuses("TQ1");
// @ts-expect-error not an option
createSandbox({ sead: 7 });

await init();
isExactly<number>()(yuanToFen("12.34"));
isExactly<string>()(fenToYuan(1234n));
// @ts-expect-error the amount is text: a number may be rounded
yuanToFen(12.34);
