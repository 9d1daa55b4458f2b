/** The contract of a store, on a PostgreSQL server, with each of its drivers; and what only a server can do. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import postgres from "postgres";
import { contract, message } from "./support/contract.mjs";
import { postgresPlace } from "./support/places.mjs";
import { startPostgres } from "./support/postgres.mjs";

let server;
before(async () => (server = await startPostgres()));
after(() => server.stop());

const drivers = {
  pg: () => server.pool(2),
  "postgres.js": () => postgres(server.url, { max: 2, onnotice() {} }),
};

for (const [name, connect] of Object.entries(drivers)) {
  describe(name, () => {
    for (const [part, holds] of Object.entries(contract)) {
      test(part, async (t) => {
        const place = await postgresPlace(server, connect);
        t.after(() => place.close());
        await holds(place);
      });
    }

    test("nobody waits for a message that is being applied", { timeout: 30_000 }, async (t) => {
      const place = await postgresPlace(server, connect);
      t.after(() => place.close());
      const [messages, other] = [await place.open(), await place.open()];
      await messages.add(message("a", { pushed: 1 }));
      await messages.add(message("b", { pushed: 2 }));
      const claim = await messages.claim("worker", 1);
      let end;
      const applied = messages.finish(claim, () => new Promise((resolve) => (end = resolve)));
      while (!end) await new Promise((resolve) => setTimeout(resolve, 5));
      // Its lease has ended, yet the transaction holds it.
      assert.deepEqual(await other.expire(3), []);
      assert.equal(await other.add(message("a")), false);
      assert.equal((await other.claim("other", 60_000)).key, "b");
      end();
      assert.equal(await applied, true);
    });

    test("an apply that hides the failure of a statement does not count as done", async (t) => {
      const place = await postgresPlace(server, connect);
      t.after(() => place.close());
      const messages = await place.open();
      await messages.add(message("a"));
      const claim = await messages.claim("worker", 60_000);
      const hiding = (tx) => tx.run("select no_such_column").catch(() => {});
      await assert.rejects(messages.finish(claim, hiding));
      assert.deepEqual(await messages.counts(), { leased: 1 });
    });
  });
}
