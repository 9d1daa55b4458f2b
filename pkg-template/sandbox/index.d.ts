/**
 * The platform, emulated in memory.
 *
 * @module pandapon/sandbox
 */
import type { Fetch, IdInput, Routes } from "../index.js";

/** How a sandbox is made. */
export interface SandboxOptions {
  /** The same seed gives the same goods, ids and keys: a whole number from 0 on. By default 1. */
  seed?: number | undefined;
  /** The time, in milliseconds since 1970, UTC. By default the runtime's clock. */
  now?: (() => number) | undefined;
}

/** A push message, as the platform would post it. */
export interface Push {
  /** The raw body: JSON text. */
  body: string;
  /** The header `Authorization`. */
  authorization: string;
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
  /**
   * The seller ships an order.
   *
   * @throws {Error} if there is no such order, or it is not to be shipped now; so do the others if a refund's turn is
   * another
   */
  ship(orderId: IdInput): void;
  /** The seller agrees to a refund. */
  sellerAgrees(refundId: IdInput): void;
  /** The seller refuses a refund, and says why. */
  sellerRefuses(refundId: IdInput, reason: string): void;
  /** The seller has the goods that were sent back. */
  sellerReceives(refundId: IdInput): void;
}

/** A platform in memory, with goods, orders and refunds of its own. */
export declare function createSandbox(options?: SandboxOptions): Sandbox;
