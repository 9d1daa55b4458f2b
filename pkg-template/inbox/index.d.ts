/**
 * Push messages that survive crashes, deploys and several machines: stored before they are answered, and applied exactly once.
 *
 * @module pandapon/inbox
 */
import type {
  Client,
  Envelope,
  Event,
  EventCredentials,
  EventOptions,
  Logger,
  WebRequest,
  WebResponse,
} from "../index.js";
import type { Store } from "../stores/index.js";

export {
  memoryStore,
  type PostgresTx,
  postgresStore,
  type SqliteHandle,
  type SqliteTx,
  type Store,
  sqliteStore,
  type Tx,
} from "../stores/index.js";

/** An order or a refund that a sweep found changed. It was not pushed. */
export type SweptEvent = Envelope<
  "Swept",
  "Swept",
  {
    /** The order. */
    orderId?: string;
    /** The refund, if the message is about one. */
    refundId?: string;
    /** Differs for each version of the order. */
    version: string;
  }
>;

/** A message of an inbox: pushed by the platform, or found by a sweep. */
export type InboxEvent = Event | SweptEvent;

/** An attempt to handle a message. */
export interface Attempt {
  /** Its number, from 1. */
  readonly attempt: number;
  /** An `AbortSignal` that fires when the lease ends. (Its type differs between runtimes.) */
  readonly signal: any;
}

/** A message that had its last attempt. */
export interface DeadLetter {
  /** For `retry`. */
  readonly key: string;
  /** What it is about: one message of a subject is handled at a time. */
  readonly subject: string;
  readonly event: InboxEvent;
  /** The last error, as text with its stack; `null` if there was none. It may contain whatever your functions put in their errors. */
  readonly error: string | null;
  /** How many attempts were made. */
  readonly attempts: number;
  /** How often the message arrived. */
  readonly copies: number;
  /** When it arrived first. */
  readonly received: Date;
}

/** An order or a refund that changed, for a sweep of your own. */
export interface Change {
  /** 0 Taobao, 1 1688. */
  platform?: 0 | 1 | undefined;
  /** The order. */
  orderId?: string | undefined;
  /** The refund. Either it or the order is needed. */
  refundId?: string | undefined;
  /** Differs for each version of it, such as the time of the change. Without it, each sweep takes it for a new change. */
  version?: string | undefined;
}

/** Options of {@link createInbox}. */
export interface InboxOptions<Data = any, Transaction = any> extends EventCredentials, EventOptions {
  /** Keeps the messages. */
  store: Store<Transaction>;
  /**
   * Reads what `apply` needs, such as the order from the platform: hardly any message has amounts, and their order is not
   * promised. It runs outside any transaction and may be repeated. A failure counts as a failed attempt, and so does a read that takes
   * longer than the lease.
   */
  read?: ((event: InboxEvent, attempt: Attempt) => Data) | undefined;
  /**
   * Applies a message to your own data, in one transaction with the note that it is done: if it fails, or the process ends, nothing
   * of it remains. Whatever it does outside the transaction may happen more than once. In SQLite it must be synchronous; in Postgres it
   * may return a promise.
   */
  apply: (event: InboxEvent, data: Awaited<Data>, tx: Transaction) => unknown;
  /**
   * Returns the subject of a message. Of all messages with the same one, one is handled at a time, the oldest first. By default the
   * refund, the order or the parcel with its platform; a message without one has its own subject.
   */
  subject?: ((event: Event) => string | undefined) | undefined;
  /**
   * How long a worker may take for `read`, in milliseconds; longer for `apply` does no harm. By default 60000. When a process ends, its
   * messages wait for that long until another takes them.
   */
  lease?: number | undefined;
  /** Maximum number of attempts, those that a process did not survive included. By default 12. */
  attempts?: number | undefined;
  /**
   * Returns the delay after a failed attempt, in milliseconds. By default 5 s, 10 s, 20 s and so on, at most an hour: 12 attempts take
   * about two hours and a half. Later messages of the same subject wait for that long.
   */
  backoff?: ((attempt: number) => number) | undefined;
  /** Days that messages are kept after they are done. By default 30. Their copies are recognised for that long. */
  keep?: number | undefined;
  /** Called with a message that had its last attempt. By default it is logged. Later messages of its subject are handled. */
  onDead?: ((letter: DeadLetter) => unknown) | undefined;
  /** Makes the calls of `sweep`: `alibaba.order.list`, and one page follows the other. */
  client?: Client | undefined;
  /**
   * Returns what changed since a time, for `sweep`. By default the orders on 1688 and their refunds, read by `client`. For Taobao, and
   * for accounts with more than one marketplace, it takes a function of your own.
   */
  changes?: ((since: Date) => AsyncIterable<Change> | Iterable<Change>) | undefined;
  /** How far before `since` a sweep begins, in milliseconds: clocks differ, and lists lag. By default 3600000 (an hour). */
  overlap?: number | undefined;
  /**
   * How long a response waits for the store, in milliseconds since the request arrived. By default 800: the vendor waits 1000. Then it
   * is 503, and the vendor sends the message again.
   */
  answerWithin?: number | undefined;
  /** As for `eventHandler`: by default 1048576 (1 MiB). */
  maxBytes?: number | undefined;
  /** As for `eventHandler`: by default 67108864 (64 MiB). */
  maxPendingBytes?: number | undefined;
  /** As for `eventHandler`: by default 5000 ms. */
  bodyTimeout?: number | undefined;
  /** As for `eventHandler`: by default 10800000 (3 hours). `Infinity` is allowed: copies are recognised for as long as `keep` says. */
  tolerance?: number | undefined;
  /** Receives failures. By default `console`. */
  logger?: Logger | undefined;
}

/** How many messages there are in each state. */
export interface InboxCounts {
  /** Waiting, for their first attempt or another. */
  new: number;
  /** Being handled. */
  leased: number;
  /** Done and not deleted yet. */
  done: number;
  /** Dead letters. */
  dead: number;
}

/** An inbox of push messages. */
export interface Inbox {
  /**
   * Handles a request of the platform: it answers 200 when the message is stored, or was before, and 503 if the store fails or takes too long. It
   * refuses what `eventHandler` refuses, with the same statuses.
   */
  handler(request: WebRequest, context?: any): Promise<WebResponse>;
  /**
   * Starts a worker, in this process or another. `concurrency` is the maximum number of messages that it handles at a time, by default 4.
   * Messages that this process stores are handled at once, and those of other processes within a second.
   */
  start(options?: { concurrency?: number | undefined }): {
    /** Stops claiming messages, and waits for those that are being handled. */
    stop(): Promise<void>;
  };
  /** Returns the dead letters, the oldest first. */
  dead(): Promise<DeadLetter[]>;
  /** Queues a dead letter again, with all its attempts. Returns whether there was one with this key. */
  retry(key: string): Promise<boolean>;
  /** Handles everything again that was received since a time and is done or dead. Returns how many messages that are. */
  replay(options: { since: Date | number }): Promise<number>;
  /**
   * Asks the platform which orders and refunds changed since a time, and stores a message for each: form `"Swept"`, handled like all
   * others. The platform gives up a message after six deliveries. The same version of an order is stored once, so that sweeps may
   * overlap: run one every hour, since a day ago. Returns how many messages are new.
   */
  sweep(options: { since: Date | number }): Promise<number>;
  /** Returns how many messages there are in each state. */
  counts(): Promise<InboxCounts>;
}

/**
 * Creates an inbox: it stores each push message before it answers 200, and workers apply it, once, in the transaction that marks it as
 * done.
 *
 *     const inbox = createInbox({
 *       accessKey,
 *       accessSecret,
 *       store: sqliteStore(new DatabaseSync("shop.db")),
 *       read: ({ messageBody }) => client.alibaba.order.get({ webSite: "1688", orderId: messageBody.orderId }),
 *       apply: (event, order, tx) => tx.run("update purchase set status = ? where order_id = ?", order.baseInfo.status, …),
 *     });
 *     createServer(nodeListener(inbox.handler)).listen(8080);
 *     const worker = inbox.start();
 *
 * - A message and its copies are stored once. Another body under the same `key` is another message: its key is `key#digest`.
 * - One message of each order or refund is handled at a time, the oldest first; one that fails is tried again, and those after it
 *   wait. That is the order of what is stored: a message that arrives late is handled late.
 * - A process that ends gives its messages back when their lease ends. One that was only stalled finds that its claim is over,
 *   and its transaction is rolled back.
 *
 * Available in Node, Deno and Bun, and in Workers with `memoryStore`.
 *
 * @throws {ConfigError} if an option is missing or invalid
 */
export declare function createInbox<Data = undefined, Transaction = any>(
  options: InboxOptions<Data, Transaction>,
): Inbox;
