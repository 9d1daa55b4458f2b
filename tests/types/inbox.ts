// An inbox: what `read` returns is what `apply` takes, with the transaction of its store.
import { type Event, eventReceiver } from "pandapon";
import { createInbox, type InboxEvent, memoryStore, postgresStore, sqliteStore } from "pandapon/inbox";
import { isExactly } from "./equal.js";

const credentials = { accessKey: "", accessSecret: "" };
declare const handle: { prepare(sql: string): unknown; exec(sql: string): void; name: string };

const inbox = createInbox({
  ...credentials,
  store: sqliteStore(handle),
  async read(event, { attempt, signal }) {
    isExactly<InboxEvent>()(event);
    signal.throwIfAborted();
    return { status: "paid", attempt };
  },
  apply(event, order, tx) {
    isExactly<{ status: string; attempt: number }>()(order);
    isExactly<string>()(tx.handle.name);
    isExactly<number>()(tx.run("update purchase set status = ?", order.status));
    if (event.form === "Swept") isExactly<string>()(event.messageBody.version);
  },
  subject: (event) => event.key,
  lease: 60_000,
  attempts: 12,
  backoff: (attempt) => 1000 * attempt,
  keep: 30,
  onDead: ({ key, error, received }) => `${key} ${error} ${received.getTime()}`,
});

createInbox({
  ...credentials,
  store: postgresStore({}, { schema: "shop" }),
  apply: async (event, data, tx) => {
    isExactly<undefined>()(data);
    isExactly<Promise<number>>()(tx.run("update purchase set status = $1", "paid"));
  },
});
createInbox({ ...credentials, store: memoryStore(), apply: (event, data, tx) => isExactly<undefined>()(tx) });

// @ts-expect-error Without apply nothing would happen to a message.
createInbox({ ...credentials, store: memoryStore() });

async function work(): Promise<void> {
  const worker = inbox.start({ concurrency: 4 });
  for (const { key } of await inbox.dead()) isExactly<boolean>()(await inbox.retry(key));
  isExactly<number>()(await inbox.replay({ since: new Date() }));
  isExactly<number>()(await inbox.sweep({ since: 0 }));
  isExactly<number>()((await inbox.counts()).leased);
  await worker.stop();
  const received = await eventReceiver(credentials).receive(undefined);
  // What a Response is depends on the runtime, of which nothing is known here.
  const event: Event | undefined = received.event;
  event?.key.toUpperCase();
}
work();
