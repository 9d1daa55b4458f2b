/** A worker: it claims messages and handles them, several at a time. */

/** Milliseconds between two looks for messages that other processes stored, or that are due again. */
const POLL = 1000;

/** Milliseconds between two reports that the store fails. */
const REPORT = 10_000;

/** Milliseconds between two deletions of old messages. */
const PRUNE = 3_600_000;

/** Milliseconds before the next attempt if `backoff` fails. */
const POOR_BACKOFF = 60_000;

/** Maximum length of an error's text in the store. */
const MAX_ERROR = 4000;

export class Worker {
  #settings;
  /** Distinguishes its claims from those of other workers, and of this process before a restart. */
  #owner = crypto.randomUUID();
  #stopping = false;
  /** Calls that end the pauses of idle loops. */
  #pauses = new Set();
  #loops;
  #nextExpiry = 0;
  #nextPrune = 0;
  #nextReport = 0;

  constructor(settings, concurrency) {
    this.#settings = settings;
    this.#loops = Array.from({ length: concurrency }, () => this.#loop());
  }

  /** Makes idle loops look for messages now. */
  wake() {
    for (const end of this.#pauses) end();
  }

  /** Claims no more messages, and waits until those that are being handled have ended. */
  async stop() {
    this.#stopping = true;
    this.wake();
    await Promise.all(this.#loops);
  }

  /** Never rejects. */
  async #loop() {
    const { messages, lease } = this.#settings;
    while (!this.#stopping) {
      try {
        await messages.migrate();
        await this.#maintain();
        const message = await messages.claim(this.#owner, lease);
        if (message) await this.#handle(message);
        else await this.#pause(POLL);
      } catch (error) {
        this.#report(error);
        await this.#pause(POLL);
      }
    }
  }

  /** Reports that the store fails, now and then: each loop finds out again and again. */
  #report(error) {
    const now = performance.now();
    if (now < this.#nextReport) return;
    this.#nextReport = now + REPORT;
    this.#settings.logger.error("pandapon: the inbox could not claim a message:", error);
  }

  /** Waits for so many milliseconds, or until there is something new. */
  #pause(milliseconds) {
    if (this.#stopping) return undefined;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve(undefined);
      };
      const timer = setTimeout(end, milliseconds);
      this.#pauses.add(end);
    });
  }

  /** Takes back what ended processes had claimed, and deletes what is old. */
  async #maintain() {
    const { messages, attempts, keep } = this.#settings;
    const now = performance.now();
    if (now >= this.#nextExpiry) {
      this.#nextExpiry = now + POLL;
      for (const message of await messages.expire(attempts)) await this.#buried(message);
    }
    if (now >= this.#nextPrune) {
      this.#nextPrune = now + PRUNE;
      while ((await messages.prune(keep)) > 0);
    }
  }

  async #handle(message) {
    const { messages, apply, logger, eventOf } = this.#settings;
    const { key, attempt } = message;
    try {
      const event = eventOf(message);
      const data = await this.#read(event, attempt);
      const isDone = await messages.finish(message, (tx) => apply(event, data, tx));
      if (!isDone) logger.warn(`pandapon: ${key} took longer than its lease, and is handled by another worker.`);
    } catch (error) {
      await this.#failed(message, error);
    }
  }

  /** Calls `read`, whose time is limited by the lease. */
  async #read(event, attempt) {
    const { read, lease } = this.#settings;
    if (!read) return undefined;
    const controller = new AbortController();
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`read did not settle within the lease, ${lease} ms`);
        controller.abort(error);
        reject(error);
      }, lease);
    });
    try {
      return await Promise.race([read(event, { attempt, signal: controller.signal }), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #failed(message, error) {
    const { messages, attempts, logger } = this.#settings;
    const { key, attempt } = message;
    logger.warn(`pandapon: attempt ${attempt} of ${key} failed:`, error);
    try {
      const now = await messages.fail(message, textOf(error), this.#delayAfter(attempt), attempts);
      if (now?.state === "dead") await this.#buried(now);
    } catch (cause) {
      // Its lease ends, and then another attempt is made.
      logger.error(`pandapon: the inbox could not note that ${key} failed:`, cause);
    }
  }

  /** Returns the whole milliseconds before the next attempt. */
  #delayAfter(attempt) {
    const { backoff, logger } = this.#settings;
    try {
      const delay = Math.round(backoff(attempt));
      if (delay >= 0 && delay <= Number.MAX_SAFE_INTEGER) return delay;
      logger.error("pandapon: backoff must return a number of milliseconds");
    } catch (error) {
      logger.error("pandapon: backoff failed:", error);
    }
    return POOR_BACKOFF;
  }

  /** Reports a message that had its last attempt. */
  async #buried(message) {
    const { onDead, logger, letterOf } = this.#settings;
    try {
      if (onDead) await onDead(letterOf(message));
      else
        logger.error(`pandapon: ${message.key} failed ${message.attempt} times and is not tried again:`, message.error);
    } catch (error) {
      logger.error(`pandapon: onDead failed for ${message.key}:`, error);
    }
  }
}

/** Returns the text of anything thrown. */
function textOf(error) {
  try {
    // Postgres takes no NUL in texts.
    return String(error?.stack ?? error)
      .replaceAll("\0", "")
      .slice(0, MAX_ERROR);
  } catch {
    return "an error without a text";
  }
}
