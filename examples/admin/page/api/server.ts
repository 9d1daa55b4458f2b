/** Settings of the server. */
import type { alibaba } from "pandapon";

export interface ServerSettings {
  /** The delivery address of orders. */
  addressParam: alibaba.order.DeliveryAddress;
}

const response = await fetch("/server");
export const server = (await response.json()) as ServerSettings;
