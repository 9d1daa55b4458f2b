import { type alibaba, Client, endpoints } from "pandapon";
import { createInbox, memoryStore } from "pandapon/inbox";
import { createProxy } from "pandapon/proxy";
import { createSandbox } from "pandapon/sandbox";

import sign = require("pandapon/sign");
import states = require("pandapon/states");

async function main(): Promise<string> {
  const client: Client = new Client({ ...createSandbox() });
  const refund: alibaba.refund.RefundDetail = await client.alibaba.refund.get({ refundId: endpoints[0]?.name });
  createInbox({ accessKey: "", accessSecret: "", store: memoryStore(), apply() {} });
  createProxy({ client, allow: ["alibaba.refund.*"], authorize: () => true });
  states.isRefunded(refund);
  const nonceStr = refund.refundId ?? "";
  return sign.sign({ accessKey: "", accessSecret: "", timestamp: 0, nonceStr });
}

export = main;
