import { type alibaba, Client, endpoints } from "pandapon";
import { createInbox, memoryStore } from "pandapon/inbox";
import { createProxy } from "pandapon/proxy";
import { createSandbox } from "pandapon/sandbox";
import { sign } from "pandapon/sign";
import { isRefunded } from "pandapon/states";

const client: Client = new Client({ ...createSandbox() });
const refund: alibaba.refund.RefundDetail = await client.alibaba.refund.get({ refundId: endpoints[0]?.name });
export const isDone: boolean = isRefunded(refund);

const nonceStr = refund.refundId ?? "";
export const signature: string = sign({ accessKey: "", accessSecret: "", timestamp: 0, nonceStr });
export const proxy = createProxy({ client, allow: ["alibaba.refund.*"], authorize: () => true });
export const inbox = createInbox({ accessKey: "", accessSecret: "", store: memoryStore(), apply() {} });
