/** The seller of the sandbox: pending work and actions. */

/** An order that waits for the seller, or whose price the seller can change. */
export interface SellerOrder {
  orderId: string;
  offerId: string;
  /** Of its first product, in Chinese. */
  name: string;
  /** In yuan. */
  goods: string;
  /** In yuan. */
  freight: string;
}

export interface SellerRefund {
  refundId: string;
  orderId: string;
  status: string;
}

/** The fault that the platform has, for trying how the page copes. */
export type Fault = "none" | "slow" | "refuses" | "loses";

/** The pending work of the seller. */
export interface SellerState {
  fault: Fault;
  refunds: SellerRefund[];
  toShip: SellerOrder[];
  toPay: SellerOrder[];
}

/** The actions of the seller, each with its params. Prices are in fen. */
export interface SellerActions {
  ship: { orderId: string };
  changePrice: { orderId: string; goods: number; freight: number };
  agree: { refundId: string };
  refuse: { refundId: string; reason: string };
  receive: { refundId: string };
  setFault: { fault: Fault };
  advance: { hours: number };
}

async function fetchJson<Data>(path: string, init: RequestInit): Promise<Data> {
  const response = await fetch(path, init);
  const data = (await response.json()) as Data & { message?: string };
  if (!response.ok) throw new Error(data.message ?? `HTTP ${response.status}`);
  return data;
}

export const readSeller = (signal: AbortSignal) => fetchJson<SellerState>("/seller", { signal });

export const runSellerAction = <Name extends keyof SellerActions>(name: Name, params: SellerActions[Name]) =>
  fetchJson<object>(`/seller/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
