import type { Client, logistics } from "pandapon";
import { isExactly } from "./equal.js";

declare const client: Client;

const receiverAddress: logistics.ReceiverAddress = {
  country: "US",
  state: "California",
  city: "VALLEY VLG",
  zip: "91607",
  address: "12345 Riverside Drive",
  name: "Jane Doe",
  mobilePhone: "8185550100",
  email: undefined,
};
const goods = { itemId: "2048232789087639", skuId: 4970432383383n, quantity: 1, currency: "CNY", price: "12.50" };

isExactly<unknown>()(await client.logistics.estimate({ ...goods, receiverAddress }));
// @ts-expect-error the price is text, in the currency of the field next to it
await client.logistics.estimate({ ...goods, receiverAddress, price: 12.5 });
// @ts-expect-error the address is missing
await client.logistics.estimate(goods);
// @ts-expect-error the client itself adds the timestamp to the query
await client.logistics.estimate({ ...goods, receiverAddress, timestamp: "1700000000" });
// @ts-expect-error the client itself adds the signature, too
await client.logistics.estimate({ ...goods, receiverAddress, sign: "" });

const freightInfo: logistics.FreightInfo = { serviceId: 1, companyName: "", serviceCategory: "" };
await client.logistics.preview({ receiverAddress, renderItems: [{ ...goods, freightInfo }] });
await client.logistics.preview({
  receiverAddress,
  // @ts-expect-error each line needs its freight service
  renderItems: [goods],
});
// The vendor's page documents a service in a sample only: further fields are accepted.
await client.logistics.preview({ renderItems: [{ ...goods, freightInfo: { ...freightInfo, insurance: true } }] });

await client.logistics.book({
  renderId: "FF2024080200007",
  receiverAddress,
  // No field of a line is required here.
  lineItems: [{ ...goods, title: "杯子", freightInfo }, {}],
  tmallOrderInfo: { tmallOrderId: 123123444n },
  remark: undefined,
});
await client.logistics.book({
  // @ts-expect-error a foreign address has no district
  receiverAddress: { ...receiverAddress, district: "滨江区" },
});

await client.logistics.updateDomestic({
  orderId: "21",
  tmallOrderId: "12345667",
  logisticInfos: [
    {
      lineItem: { itemId: "2048020617114736", quantity: 1n },
      // The vendor's spelling.
      logisticNumer: "FARJP2408000013YQ",
      domesticLogisticInfo: [{ logisticNumer: "SF1234521212678", logisticCompanyName: "顺丰", rtsTime: undefined }],
    },
  ],
});
await client.logistics.updateDomestic({
  // @ts-expect-error the vendor spells it logisticNumer
  logisticInfos: [{ logisticNumber: "FARJP2408000013YQ" }],
});
await client.logistics.updateDomestic({
  logisticInfos: [
    {
      // @ts-expect-error seconds since 1970, as text
      domesticLogisticInfo: [{ rtsTime: 1754342534 }],
    },
  ],
});
