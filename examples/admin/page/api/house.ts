/** What the server knows about this house. */
import type { alibaba } from "pandapon";

export interface House {
  /** Where the goods go. */
  addressParam: alibaba.order.DeliveryAddress;
}

const response = await fetch("/house");
export const house = (await response.json()) as House;
