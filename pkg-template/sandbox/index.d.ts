/**
 * The platform, emulated in memory.
 *
 * @module pandapon/sandbox
 */
import type { Fetch, IdInput, Routes, WebRequest, WebResponse } from "../index.js";

/** Options of a sandbox. */
export interface SandboxOptions {
  /** The same seed yields the same products, ids and keys: a whole number of at least 0. By default 1. */
  seed?: number | undefined;
  /** Returns the time in milliseconds since 1970, UTC. By default the runtime's clock. */
  now?: (() => number) | undefined;
  /** The initial faults, which apply in this order. By default none. */
  faults?: readonly Fault[] | undefined;
  /**
   * The URL to which push messages are posted, each as soon as it is due, one after the other, with the header `Authorization`
   * and a JSON body. HTTP 200 within 1000 ms accepts a message; otherwise it is posted again unchanged after half an hour of the
   * sandbox's clock (see `advance`), at most 5 times.
   */
  callbackUrl?: string | undefined;
  /**
   * Whether the sandbox has routes of its own for endpoints whose path is not public (`"all"`, the default), or knows only the
   * paths of the live platform that are public (`"public"`), for tests that must not rely on the others.
   */
  routes?: "all" | "public" | undefined;
  /** Receives push messages like `callbackUrl`. Returns a `Response`, or only its status. */
  onPush?: ((request: WebRequest) => WebResponse | number | PromiseLike<WebResponse | number>) | undefined;
}

/** Whether the request takes effect before the fault: after it, only the response is lost. */
export type When = "before" | "after";

/** How often a fault occurs. */
export interface FaultFrequency {
  /** Number of times; by default unlimited. */
  times?: number | undefined;
  /** Probability of each time, from 0 to 1; by default 1. Derived from the seed. */
  probability?: number | undefined;
}

/** A fault of requests. */
export type RequestFault = FaultFrequency & {
  /** Names of endpoints, or prefixes before a `*`: `"alibaba.order.*"`. By default all. */
  endpoints?: string | readonly string[] | undefined;
} & (
    | /** The response is late by so many milliseconds. The request has taken effect. */ { kind: "latency"; ms: number }
    | /** The envelope reports a failure. The request has no effect. */ { kind: "refusal"; code: number; msg: string }
    | /** `fetch` rejects like on a broken connection. */ { kind: "reset"; when: When }
    | /** HTTP 429 or 500 to 599 without an envelope; `retryAfter` in seconds. By default the request has no effect. */ {
        kind: "status";
        status: number;
        retryAfter?: number | undefined;
        when?: When | undefined;
      }
    | /** Only so many bytes of the response arrive, by default half. The request has taken effect. */ {
        kind: "truncatedBody";
        bytes?: number | undefined;
      }
    | /** The clock that checks timestamps is so many milliseconds ahead, or behind if negative. */ {
        kind: "clockSkew";
        ms: number;
      }
  );

/** A fault of push messages: they arrive twice, or up to 10 s late, so that others overtake them. */
export type PushFault = FaultFrequency & {
  kind: "duplicatePush" | "latePush";
  /** Types of messages, with or without their prefix, or prefixes before a `*`. By default all. */
  messages?: string | readonly string[] | undefined;
};

/** A fault. */
export type Fault = RequestFault | PushFault;

/** A push message as the platform would post it. */
export interface Push {
  /** The raw body: JSON text. */
  body: string;
  /** The header `Authorization`. */
  authorization: string;
}

/** A request that the sandbox received, and its outcome. */
export interface ReceivedRequest {
  /** Time by the sandbox's clock: milliseconds since 1970, UTC. */
  time: number;
  /** The endpoint's name, such as `"alibaba.order.create"`; `null` if the path has no endpoint. */
  endpoint: string | null;
  method: string;
  path: string;
  /** The part after the question mark; a signature in it is masked. */
  query: string;
  /** The headers, by names in lower case. The signature is masked, and the access key except for its beginning. */
  headers: Record<string, string>;
  /** The body; pictures in it (long base64) are shortened. `null` if there was none. */
  body: string | null;
  /** The HTTP status of the response; `null` if there was none. */
  status: number | null;
  /** The `code` of the envelope; `null` without an envelope. */
  code: number | null;
  /** The kinds of the faults that applied. */
  faults: Fault["kind"][];
}

/** The platform, emulated in memory. `new Client({ ...sandbox })` talks to it; nothing leaves the process. */
export interface Sandbox {
  /** Responds to requests like the platform: as the client's `fetch`, or with a `Request` that was intercepted. */
  readonly fetch: Fetch & ((request: WebRequest) => Promise<WebResponse>);
  /** A URL whose host no name server knows: a request that misses the sandbox goes nowhere. */
  readonly baseUrl: string;
  /** The access key that it accepts. */
  readonly accessKey: string;
  /** The access secret that goes with it. */
  readonly accessSecret: string;
  /** The sub-account. */
  readonly userId: string;
  /** Routes of endpoints whose path is not public. They are invented, and do not exist on the live platform. */
  readonly routes: Routes;
  /** The keys of a sandbox open nothing else, so a page may hold them. */
  readonly dangerouslyAllowBrowser: true;
  /** Returns the push messages since the last call, oldest first. */
  pushes(): Push[];
  /** Waits until every push message that is due was posted to `callbackUrl` and `onPush`. */
  settled(): Promise<void>;
  /**
   * Replaces the faults; `[]` removes them. At most 100.
   *
   * @throws {Error} if one of them is invalid, with the reason; then nothing has changed
   */
  setFaults(faults: readonly Fault[]): void;
  /** Returns the last requests, oldest first: at most 1000, and 8 MiB of them. */
  requests(): ReceivedRequest[];
  /**
   * Returns the whole state as JSON: products, orders, money, pending messages, received requests. Keep the text unchanged: it
   * has numbers beyond 2^53, which `JSON.parse` would round.
   *
   * @throws {Error} if it is longer than 128 MiB: some hundred thousand orders
   */
  snapshot(): string;
  /**
   * Restores a snapshot of this or another sandbox, and responds from then on as that one would. `accessKey`, `accessSecret` and
   * `userId` become those of the snapshot.
   *
   * @throws {Error} if the text is damaged or longer than 128 MiB, from another version of the package, or describes an
   *   impossible state; then nothing has changed
   */
  restore(snapshot: string): void;
  /**
   * Advances the sandbox's clock, which is then further ahead of the option `now`. Orders that were not paid in time are closed,
   * parcels move, push messages become due. Requests are still signed by the clock of `now`.
   *
   * @throws {TypeError} if it is not a whole number of at least 0
   * @throws {Error} if the clock would be more than 100 years ahead; then nothing has changed
   */
  advance(milliseconds: number): void;
  /**
   * Ships an order as the seller, in one parcel: everything that is not shipped yet, or the sub-orders `items`. The order is
   * shipped with the last of them.
   *
   * @throws {Error} if the order does not exist or cannot be shipped now, as the other controls throw in their cases
   */
  ship(orderId: IdInput, options?: { items?: readonly IdInput[] | undefined }): void;
  /**
   * Changes the price of an unpaid order as the seller: the price of all its goods together, the freight, or both, in fen. The
   * price of the goods is distributed among the sub-orders in proportion to their prices.
   *
   * @throws {Error} if the order does not exist, is not waiting for payment, or a sub-order would cost nothing
   */
  changePrice(orderId: IdInput, price: { goods?: number | undefined; freight?: number | undefined }): void;
  /** Closes an unpaid order as the seller. Its goods are for sale again. */
  closeOrder(orderId: IdInput): void;
  /** Sets the number of pieces of a SKU (`skuId` of a product) in stock. Orders keep theirs. */
  setStock(skuId: IdInput, pieces: number): void;
  /** Agrees to a refund as the seller. */
  sellerAgrees(refundId: IdInput): void;
  /** Refuses a refund as the seller, with a reason. */
  sellerRefuses(refundId: IdInput, reason: string): void;
  /** Confirms as the seller that the returned goods have arrived. */
  sellerReceives(refundId: IdInput): void;
}

/** Creates an emulated platform with products, orders and refunds of its own. */
export declare function createSandbox(options?: SandboxOptions): Sandbox;

/**
 * Compiles the wasm where importing the package could not: in a page, in Chrome before version 115. Elsewhere it does
 * nothing.
 */
export declare function init(): Promise<void>;
