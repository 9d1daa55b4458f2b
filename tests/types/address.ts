import type { address, Client } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const warehouse: address.Save = {
  name: "张三",
  province: "浙江省",
  city: "杭州市",
  district: "滨江区",
  address: "网商路699号",
  phone: "13800000000",
};
// The vendor's page documents no data in the response.
isExactly<unknown>()(await client.address.save(warehouse));
await client.address.save({ ...warehouse, id: "3305075341149134260" });
await client.address.save({ ...warehouse, id: 42n, district: undefined });

// @ts-expect-error a telephone number is a string: a number would lose its leading zeros
await client.address.save({ ...warehouse, phone: 13800000000 });
// @ts-expect-error unknown param; the name is address
await client.address.save({ ...warehouse, street: "网商路699号" });
// @ts-expect-error one address per call
await client.address.save([warehouse]);
