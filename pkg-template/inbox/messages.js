/** The messages of an inbox in a database. Each method is one transaction, or one statement. */

/** Whether `earlier` precedes a message of the same subject. */
const PRECEDES = `
  earlier.subject = message.subject and earlier.state in ('new', 'leased')
  and (earlier.state = 'leased' or (earlier.pushed, earlier.received, earlier.key) < (message.pushed, message.received, message.key))`;

/** Ends a claim. */
const RELEASE = "owner = null, lease = null, updated = NOW";

/** A claim that still holds: of two workers that believe they have a message, only one does. */
const CLAIMED = "key = ? and owner = ? and attempt = ? and state = 'leased'";

const STATEMENTS = {
  // Looks first: in Postgres, an insertion would wait for a transaction that applies the same message.
  insert: `
    insert into TABLE message (key, digest, subject, type, body, signature, pushed, received, due, updated)
    select ?, ?, ?, ?, ?, ?, coalesce(cast(? as bigint), NOW), NOW, NOW, NOW
    where not exists (select 1 from TABLE message where key = ?)
    on conflict (key) do nothing
    returning key`,
  digest: "select digest from TABLE message where key = ?",
  // A copy waits for nobody: it is not counted while its message is being handled.
  count: `
    update TABLE message set copies = copies + 1, updated = NOW
    where key in (select key from TABLE message where key = ? SKIP LOCKED)
    returning key`,
  expire: `
    update TABLE message set
      state = case when attempt >= ? then 'dead' else 'new' end,
      error = 'the process that worked on it ended, or took longer than its lease', ${RELEASE}
    where key in (
      select key from TABLE message where state = 'leased' and lease <= NOW order by lease limit 100 SKIP LOCKED
    )
    returning *`,
  claim: `
    update TABLE message set
      state = 'leased', attempt = attempt + 1, owner = ?, lease = NOW + cast(? as bigint), updated = NOW
    where key = (
      select key from TABLE message message
      where state = 'new' and due <= NOW
        and not exists (select 1 from TABLE message earlier where ${PRECEDES})
      order by pushed, received, key limit 1 SKIP LOCKED
    )
    returning *`,
  done: `update TABLE message set state = 'done', error = null, ${RELEASE} where ${CLAIMED} returning key`,
  fail: `
    update TABLE message set
      state = case when attempt >= cast(? as bigint) then 'dead' else 'new' end,
      due = NOW + cast(? as bigint), error = ?, ${RELEASE}
    where ${CLAIMED}
    returning *`,
  dead: "select * from TABLE message where state = 'dead' order by pushed, received, key",
  retry: `
    update TABLE message set state = 'new', attempt = 0, due = NOW, ${RELEASE}
    where key = ? and state = 'dead' returning key`,
  replay: `
    update TABLE message set state = 'new', attempt = 0, due = NOW, error = null, ${RELEASE}
    where received >= cast(? as bigint) and state in ('done', 'dead') returning key`,
  prune: `
    delete from TABLE message where key in (
      select key from TABLE message where state = 'done' and updated < NOW - cast(? as bigint) limit 1000 SKIP LOCKED
    ) returning key`,
  counts: "select state, count(*) as count from TABLE message group by state",
};

/** @typedef {ReturnType<typeof databaseMessages>} Messages */

/** @param {import("../stores/database.js").Database} database */
export function databaseMessages(database) {
  const statements = /** @type {typeof STATEMENTS} */ (
    Object.fromEntries(Object.entries(STATEMENTS).map(([name, text]) => [name, database.sql(text)]))
  );
  const all = (name, ...params) => database.all(statements[name], ...params);

  return {
    migrate: () => database.migrate(),

    /**
     * Stores a message, unless the same one is stored already. Another body under the same key is another message.
     *
     * @returns {Promise<boolean>} whether it is new
     */
    async add({ key, digest, subject, type, body, signature, pushed }) {
      const insert = async (key) => {
        const rows = await all("insert", key, digest, subject, type, body, signature, pushed, key);
        return rows.length === 1;
      };
      if (await insert(key)) return true;
      const [first] = await all("digest", key);
      const unique = !first || first.digest === digest ? key : `${key}#${digest}`;
      // The first one may have been deleted meanwhile.
      if ((!first || unique !== key) && (await insert(unique))) return true;
      await all("count", unique);
      return false;
    },

    /**
     * Takes back what ended processes had claimed.
     *
     * @param {number} attempts how many a message has
     * @returns {Promise<object[]>} those that have none left
     */
    async expire(attempts) {
      const rows = await all("expire", attempts);
      return rows.filter(({ state }) => state === "dead").map(messageOf);
    },

    /** Claims the oldest message that is due and of whose subject none is earlier, for so many milliseconds. */
    async claim(owner, lease) {
      try {
        const [row] = await all("claim", owner, lease);
        return row && messageOf(row);
      } catch (error) {
        // Another process has claimed a message of the subject in the same moment, and the index allows one.
        if (isConflict(error)) return undefined;
        throw error;
      }
    },

    /**
     * Marks a message as done, and applies it in the same transaction.
     *
     * @param {any} claim
     * @param {(tx: any) => unknown} apply
     * @returns {Promise<boolean>} whether the claim still held; if not, nothing was applied
     */
    finish({ key, owner, attempt }, apply) {
      return database.transaction(function* (tx) {
        const rows = yield tx.all(statements.done, key, owner, attempt);
        if (rows.length !== 1) return false;
        yield apply(tx);
        return true;
      });
    },

    /** Returns a message to the queue, for another attempt after so many milliseconds. Returns it as it is now, if the claim still held. */
    async fail({ key, owner, attempt }, error, delay, attempts) {
      const [row] = await all("fail", attempts, delay, error, key, owner, attempt);
      return row && messageOf(row);
    },

    async dead() {
      const rows = await all("dead");
      return rows.map(messageOf);
    },
    retry: async (key) => (await all("retry", key)).length === 1,
    replay: async (since) => (await all("replay", since)).length,
    prune: async (age) => (await all("prune", age)).length,

    async counts() {
      const rows = await all("counts");
      return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    },
  };
}

/** Postgres' drivers return large integers as text, and some return a body as a Buffer. */
function messageOf(row) {
  const { key, subject, type, body, signature, state, owner, error } = row;
  const [attempt, copies, received] = [row.attempt, row.copies, row.received].map(Number);
  return { key, subject, type, body: new Uint8Array(body), signature, state, owner, error, attempt, copies, received };
}

/** Returns whether a unique index refused a row: by the code of Postgres, or by those of SQLite. */
function isConflict({ code, errcode }) {
  return code === "23505" || /^SQLITE_CONSTRAINT/.test(code) || (errcode & 0xff) === 19;
}
