/** The seller's desk of the sandbox. */

/** An order that the seller can do something about. */
export interface DeskOrder {
  orderId: string;
  offerId: string;
  /** Of its first product, in Chinese. */
  name: string;
  /** In yuan. */
  goods: string;
  /** In yuan. */
  freight: string;
}

export interface DeskRefund {
  refundId: string;
  orderId: string;
  status: string;
}

/** How the platform works: well, or not. */
export type Mood = "works" | "slow" | "refuses" | "loses";

/** What waits for the seller. */
export interface DeskState {
  mood: Mood;
  refunds: DeskRefund[];
  toShip: DeskOrder[];
  toPay: DeskOrder[];
}

/** What the seller can do, and about what. Prices are fen. */
export interface DeskActs {
  ship: { orderId: string };
  changePrice: { orderId: string; goods: number; freight: number };
  agree: { refundId: string };
  refuse: { refundId: string; reason: string };
  receive: { refundId: string };
  setMood: { mood: Mood };
  advance: { hours: number };
}

async function answerOf<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init);
  const answer = (await response.json()) as Answer & { message?: string };
  if (!response.ok) throw new Error(answer.message ?? `HTTP ${response.status}`);
  return answer;
}

export const readDesk = (signal: AbortSignal) => answerOf<DeskState>("/desk", { signal });

export const actAtDesk = <Act extends keyof DeskActs>(name: Act, details: DeskActs[Act]) =>
  answerOf<object>(`/desk/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(details),
  });
