// Handlers are the runtime's own: of its Request, giving its Response.
import { Client, nodeListener } from "pandapon";
import { createProxy } from "pandapon/proxy";
import { createSandbox } from "pandapon/sandbox";

const client = new Client({ ...createSandbox() });
const authorize = (request: Request) => (request.headers.get("cookie") ? { userId: "2208515468732" } : undefined);
const proxy = createProxy({ client, allow: ["alibaba.refund.*"], authorize });
const worker: { fetch(request: Request): Promise<Response> } = { fetch: proxy };
nodeListener(worker.fetch);
nodeListener(proxy);
