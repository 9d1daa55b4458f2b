/**
 * The platform, emulated in memory.
 *
 * @module pandapon/sandbox
 */
import type { Fetch, IdInput, Routes, WebRequest, WebResponse } from "../index.js";

/** How a sandbox is made. */
export interface SandboxOptions {
  /** The same seed gives the same goods, ids and keys: a whole number from 0 on. By default 1. */
  seed?: number | undefined;
  /** The time, in milliseconds since 1970, UTC. By default the runtime's clock. */
  now?: (() => number) | undefined;
  /** What goes wrong from the beginning on, one after the other in this order. By default nothing. */
  faults?: readonly Fault[] | undefined;
  /**
   * Where push messages are posted to, each as soon as it is due, one after the other, with the header `Authorization`
   * and JSON as the body. A message is accepted by HTTP 200 within 1000 ms; otherwise it is posted again after half an
   * hour of the sandbox's clock (see `advance`), unchanged, at most 5 times.
   */
  callbackUrl?: string | undefined;
  /** A function that gets push messages as `callbackUrl` does: answers a `Response`, or its status alone. */
  onPush?: ((request: WebRequest) => WebResponse | number | PromiseLike<WebResponse | number>) | undefined;
}

/** Whether the platform has acted when something goes wrong: only the answer is lost then. */
export type When = "before" | "after";

/** How often a fault happens. */
export interface FaultFrequency {
  /** So many times; by default without end. */
  times?: number | undefined;
  /** So likely each time, from 0 to 1; by default always. Follows from the seed. */
  probability?: number | undefined;
}

/** What goes wrong with requests. */
export type RequestFault = FaultFrequency & {
  /** Names of endpoints, or their beginnings before a `*`: `"alibaba.order.*"`. By default all. */
  endpoints?: string | readonly string[] | undefined;
} & (
    | /** The answer comes so many milliseconds late. The platform has acted by then. */ { kind: "latency"; ms: number }
    | /** The envelope says no. The platform has not acted. */ { kind: "refusal"; code: number; msg: string }
    | /** `fetch` rejects as on a broken connection. */ { kind: "reset"; when: When }
    | /** HTTP 429 or 500 to 599 without an envelope; `retryAfter` in seconds. By default before the platform acts. */ {
        kind: "status";
        status: number;
        retryAfter?: number | undefined;
        when?: When | undefined;
      }
    | /** Only so many bytes of the answer arrive, by default half. The platform has acted. */ {
        kind: "truncatedBody";
        bytes?: number | undefined;
      }
    | /** The clock by which requests are judged is so many milliseconds ahead; behind below 0. */ {
        kind: "clockSkew";
        ms: number;
      }
  );

/** What goes wrong with push messages: they come twice, or up to 10 s late, so that others overtake them. */
export type PushFault = FaultFrequency & {
  kind: "duplicatePush" | "latePush";
  /** Types of messages, with or without their prefix, or their beginnings before a `*`. By default all. */
  messages?: string | readonly string[] | undefined;
};

/** Something that goes wrong. */
export type Fault = RequestFault | PushFault;

/** A push message, as the platform would post it. */
export interface Push {
  /** The raw body: JSON text. */
  body: string;
  /** The header `Authorization`. */
  authorization: string;
}

/** A request that the sandbox received, and what became of it. */
export interface ReceivedRequest {
  /** When, by the sandbox's clock: milliseconds since 1970, UTC. */
  time: number;
  /** The endpoint's name, such as `"alibaba.order.create"`; `null` if no endpoint lies there. */
  endpoint: string | null;
  method: string;
  path: string;
  /** What follows the question mark, as it came; a signature in it is masked. */
  query: string;
  /** By their names in lower case. The signature is masked, and all but the beginning of the access key. */
  headers: Record<string, string>;
  /** The body; pictures in it (long base64) are shortened. `null` if there was none. */
  body: string | null;
  /** The HTTP status of the answer; `null` if none was given. */
  status: number | null;
  /** The `code` of the answer's envelope; `null` without an envelope. */
  code: number | null;
  /** The kinds of the faults that lay in its way. */
  faults: Fault["kind"][];
}

/** The platform, emulated in memory. `new Client({ ...sandbox })` talks to it; nothing leaves the process. */
export interface Sandbox {
  /** Answers requests as the platform does. */
  readonly fetch: Fetch;
  /** An address that no name server knows: a request that misses the sandbox goes nowhere. */
  readonly baseUrl: string;
  /** The access key that it accepts. */
  readonly accessKey: string;
  /** The access secret that goes with it. */
  readonly accessSecret: string;
  /** The sub-account. */
  readonly userId: string;
  /** Its own paths of endpoints whose path is not public. They are made up: not for the live platform. */
  readonly routes: Routes;
  /** What it hands out opens nothing but itself, so a page may hold it. */
  readonly dangerouslyAllowBrowser: true;
  /** The push messages since they were last asked for, oldest first. */
  pushes(): Push[];
  /** Waits until every push message that is due was posted once more, to `callbackUrl` and `onPush`. */
  settled(): Promise<void>;
  /**
   * These faults from now on, in the place of all others; `[]` ends them. At most 100.
   *
   * @throws {Error} if one of them cannot be, and says why; then nothing has changed
   */
  setFaults(faults: readonly Fault[]): void;
  /** The last requests that were received, oldest first: at most 1000, and 8 MiB of them. */
  requests(): ReceivedRequest[];
  /**
   * All of its state as JSON text: goods, orders, money, messages that wait, requests that were received. Keep the text
   * as it is: numbers in it are beyond 2^53, which `JSON.parse` would round.
   *
   * @throws {Error} if it is longer than 128 MiB: some hundred thousand orders
   */
  snapshot(): string;
  /**
   * Goes on from a snapshot, its own or another sandbox's: asked the same at the same time, it answers what that one
   * would. `accessKey`, `accessSecret` and `userId` are then those of the snapshot.
   *
   * @throws {Error} if the text is broken or longer than 128 MiB, of another version of the package, or of a state that
   *   no sandbox could have; then nothing has changed
   */
  restore(snapshot: string): void;
  /**
   * Lets time pass: the sandbox's clock is ahead of the option `now` by so many milliseconds more. What was not paid in
   * time is closed, parcels move, push messages fall due. Requests are still to be signed by the clock of `now`.
   *
   * @throws {TypeError} if it is no whole number from 0 on
   * @throws {Error} if the clock would be more than 100 years ahead; then nothing has changed
   */
  advance(milliseconds: number): void;
  /**
   * The seller ships an order, in one parcel: all that was not shipped yet, or the sub-orders `items`. The order is
   * shipped with the last of them.
   *
   * @throws {Error} if there is no such order, or it is not to be shipped now; so do the others if it is not their turn
   */
  ship(orderId: IdInput, options?: { items?: readonly IdInput[] | undefined }): void;
  /**
   * The seller changes the price of an order that is not paid: what all its goods together cost, or the freight, or
   * both, in fen. The goods' price is shared out among the sub-orders by what they cost before.
   *
   * @throws {Error} if there is no such order, it is not waiting for payment, or a sub-order would cost nothing
   */
  changePrice(orderId: IdInput, price: { goods?: number | undefined; freight?: number | undefined }): void;
  /** The seller closes an order that is not paid. Its goods are for sale again. */
  closeOrder(orderId: IdInput): void;
  /** So many pieces of a SKU (`skuId` of a product) are in stock from now on. Orders keep theirs. */
  setStock(skuId: IdInput, pieces: number): void;
  /** The seller agrees to a refund. */
  sellerAgrees(refundId: IdInput): void;
  /** The seller refuses a refund, and says why. */
  sellerRefuses(refundId: IdInput, reason: string): void;
  /** The seller has the goods that were sent back. */
  sellerReceives(refundId: IdInput): void;
}

/** A platform in memory, with goods, orders and refunds of its own. */
export declare function createSandbox(options?: SandboxOptions): Sandbox;

/**
 * Makes the wasm ready where importing the package could not: in a page, in Chrome before version 115. Elsewhere it does
 * nothing.
 */
export declare function init(): Promise<void>;
