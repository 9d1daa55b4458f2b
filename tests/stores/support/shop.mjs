// A shop's server, to be killed: it receives push messages over HTTP and notes in its database which it has applied. Its work begins
// with a request to /work.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { createInbox, postgresStore, sqliteStore } from "../../../pkg/inbox/index.js";
import { nodeListener } from "../../../pkg/index.node.js";

const { database, accessKey, accessSecret, work } = JSON.parse(process.argv[2]);
const isPostgres = database.startsWith("postgres:");
const store = isPostgres
  ? postgresStore(new pg.Pool({ connectionString: database, max: 6 }))
  : sqliteStore(new DatabaseSync(database));
const values = isPostgres ? "($1, $2)" : "(?, ?)";

const inbox = createInbox({
  accessKey,
  accessSecret,
  store,
  lease: 1500,
  attempts: 100,
  // That a lease ended is what the test is about.
  logger: { error: console.error },
  // As long as a call of the platform takes.
  read: () => sleep(40),
  apply: ({ messageBody, key }, _, tx) =>
    tx.run(`insert into effect (subject, key) values ${values}`, messageBody.orderId, key),
});
const server = createServer(nodeListener(inbox.handler)).listen(0, "127.0.0.1", () =>
  process.send(server.address().port),
);
if (work) inbox.start({ concurrency: 3 });
