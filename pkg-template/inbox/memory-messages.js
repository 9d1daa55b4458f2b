/** The messages of an inbox in memory: for tests, and for programs of one process that may lose what it had not done. */

/**
 * @param {Map<string, any>} tables
 * @returns {import("./messages.js").Messages}
 */
export function memoryMessages(tables) {
  if (!tables.has("message")) tables.set("message", new Map());
  /** @type {Map<string, any>} by key */
  const messages = tables.get("message");

  return {
    async migrate() {},

    async add({ key, digest, subject, type, body, signature, pushed }) {
      const first = messages.get(key);
      const unique = !first || first.digest === digest ? key : `${key}#${digest}`;
      const same = messages.get(unique);
      if (same) {
        same.copies++;
        return false;
      }
      const now = Date.now();
      const times = { pushed: pushed ?? now, received: now, due: now, updated: now };
      const initial = { copies: 1, state: "new", attempt: 0, lease: null, owner: null, error: null };
      messages.set(unique, { key: unique, digest, subject, type, body, signature, ...times, ...initial });
      return true;
    },

    async expire(attempts) {
      const expired = inState("leased").filter(({ lease }) => lease <= Date.now());
      for (const message of expired) {
        const error = "the process that worked on it ended, or took longer than its lease";
        release(message, message.attempt >= attempts ? "dead" : "new", { error });
      }
      return expired.filter(({ state }) => state === "dead").map(copyOf);
    },

    async claim(owner, lease) {
      const now = Date.now();
      const subjects = new Set(inState("leased").map(({ subject }) => subject));
      for (const message of inState("new").sort(byAge)) {
        const isFree = !subjects.has(message.subject);
        subjects.add(message.subject);
        if (!isFree || message.due > now) continue;
        Object.assign(message, {
          state: "leased",
          attempt: message.attempt + 1,
          owner,
          lease: now + lease,
          updated: now,
        });
        return copyOf(message);
      }
      return undefined;
    },

    async finish(claim, apply) {
      const message = claimed(claim);
      if (!message) return false;
      // While it is applied, its claim does not end, as a row of a database that is locked.
      message.lease = Infinity;
      try {
        await apply(undefined);
      } catch (error) {
        message.lease = Date.now();
        throw error;
      }
      release(message, "done", { error: null });
      return true;
    },

    async fail(claim, error, delay, attempts) {
      const message = claimed(claim);
      if (!message) return undefined;
      release(message, message.attempt >= attempts ? "dead" : "new", { error, due: Date.now() + delay });
      return copyOf(message);
    },

    dead: async () => inState("dead").sort(byAge).map(copyOf),

    async retry(key) {
      const message = messages.get(key);
      if (message?.state !== "dead") return false;
      release(message, "new", { attempt: 0, due: Date.now() });
      return true;
    },

    async replay(since) {
      const again = [...inState("done"), ...inState("dead")].filter(({ received }) => received >= since);
      for (const message of again) release(message, "new", { attempt: 0, due: Date.now(), error: null });
      return again.length;
    },

    async prune(age) {
      const old = inState("done").filter(({ updated }) => updated < Date.now() - age);
      for (const { key } of old) messages.delete(key);
      return old.length;
    },

    async counts() {
      const counts = {};
      for (const { state } of messages.values()) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    },
  };

  function inState(wanted) {
    return [...messages.values()].filter(({ state }) => state === wanted);
  }

  /** Returns the message, if the claim still holds. */
  function claimed({ key, owner, attempt }) {
    const message = messages.get(key);
    return message?.state === "leased" && message.owner === owner && message.attempt === attempt ? message : undefined;
  }
}

function release(message, state, changes) {
  Object.assign(message, { state, owner: null, lease: null, updated: Date.now() }, changes);
}

function byAge(one, other) {
  return one.pushed - other.pushed || one.received - other.received || (one.key < other.key ? -1 : 1);
}

function copyOf(message) {
  return { ...message };
}
