// What runtimes bring fits: their fetch, console, abort signals and bytes.
import { Client, nodeListener } from "pandapon";
import { createSandbox } from "pandapon/sandbox";

const client = new Client({ ...createSandbox(), fetch, logger: console });
const controller = new AbortController();
await client.alibaba.refund.carriers({}, { signal: controller.signal });
await client.alibaba.refund.carriers({}, { signal: AbortSignal.timeout(1_000) });
await client.alibaba.refund.uploadVoucher({ imageData: await new Blob(["…"]).arrayBuffer() });

const counting: typeof fetch = (input, init) => fetch(input, init);
new Client({ ...createSandbox(), fetch: counting });

nodeListener(async (request: Request) => new Response(request.body, { headers: request.headers }));
nodeListener((request, { req }) => new Response(request.url.toUpperCase() + req.session));
