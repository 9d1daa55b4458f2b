/** Everything that happens to the sandbox, in order. Each event is written to the journal before it is answered. */
// Loads the wasm.
import "../../sandbox/index.js";
import { createCore } from "../../sandbox/core.js";
import { WebhookSender } from "../../sandbox/webhook-sender.js";
import { applyControl } from "./controls.js";
import { DiskError, HttpError, StateError } from "./errors.js";
import { damagedFile, Journal, otherVersion } from "./journal.js";

/** The seed if neither the command line nor the file has one. */
const DEFAULT_SEED = 1;

/** Maximum number of characters of a batch with more than one event: a line must fit a string. */
const MAX_BATCH = 33_554_432;

/**
 * @typedef {object} LogEvent a request, a control, or the outcome of posting a push message
 * @property {number} at milliseconds since 1970
 * @property {{ method: string, url: string, headers: [string, string][], body: string | undefined }} [request]
 * @property {{ name: string, params: object }} [control] one of `CONTROLS`
 * @property {{ id: number, accepted: boolean }} [attempt]
 */

export class EventLog {
  #journal;
  #webhooks;
  /** The time of the event that is being applied. */
  #at;
  #queue = [];
  #isWorking = false;
  #failure;
  #fail;

  /** Rejects once the sandbox cannot continue, as events cannot be written any more. */
  failed = new Promise((_, reject) => (this.#fail = reject));

  /**
   * @param {number} seed
   * @param {{ journal?: Journal, callbackUrl?: string, note: (text: string) => void }} options
   */
  constructor(seed, { journal, callbackUrl, note }) {
    this.#journal = journal;
    this.core = createCore({ seed, now: () => this.#at ?? Date.now() });
    const reportAttempt = (id, accepted) => {
      if (!accepted) note("The receiver did not accept a push message: it did not respond HTTP 200 within a second.");
      return this.perform({ attempt: { id, accepted } });
    };
    this.#webhooks = new WebhookSender({ ...this.core, reportAttempt }, { callbackUrl });
  }

  /**
   * Opens a new sandbox, or the one that a file keeps.
   *
   * @param {object} options
   * @param {number} [options.seed]
   * @param {string} [options.file]
   * @param {string} [options.callbackUrl] where push messages are posted to
   * @param {(text: string) => void} options.note receives remarks on progress and problems
   */
  static async open({ seed, file, ...others }) {
    if (file === undefined) {
      const log = new EventLog(seed ?? DEFAULT_SEED, others);
      log.core.setPosting(log.#webhooks.hasReceivers);
      return log;
    }
    const { journal, ...content } = await Journal.open(file, seed ?? DEFAULT_SEED, seed !== undefined);
    const log = new EventLog(journal.seed, { journal, ...others });
    try {
      log.#replay(content, file, others.note);
      log.core.setPosting(log.#webhooks.hasReceivers);
      await log.#startJournal();
      return log;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /**
   * Applies the kept events, with posting on or off as it was then: otherwise other messages would be due.
   *
   * @param {{ posting?: boolean, snapshot?: string, batches: LogEvent[][] }} content
   * @param {string} file
   * @param {(text: string) => void} note
   */
  #replay({ posting = false, snapshot, batches }, file, note) {
    this.core.setPosting(posting);
    if (snapshot) this.#restore(snapshot, file);
    const count = batches.reduce((sum, batch) => sum + batch.length, 0);
    if (count > 0) note(`Replaying ${count} events from ${file} …`);
    for (const [index, batch] of batches.entries()) {
      try {
        for (const event of batch) this.#apply(event);
      } catch {
        throw damagedFile(file, index + 2);
      }
    }
  }

  #restore(snapshot, file) {
    try {
      this.core.restore(snapshot);
    } catch (error) {
      if (error.message.startsWith("the snapshot has version")) throw otherVersion(file);
      throw new StateError(`${file} is damaged at line 1: ${error.message}.`);
    }
  }

  async #startJournal() {
    await this.#journal?.start(this.#snapshot(), this.#webhooks.hasReceivers);
  }

  #snapshot() {
    try {
      return this.core.snapshot();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      throw new DiskError(`The state cannot be kept any more: ${error.message}.`);
    }
  }

  /** Posts the push messages that are due, and then each as soon as it is due. */
  startPosting() {
    this.#webhooks.start();
  }

  /** Waits until every push message that is due was posted once. */
  settled() {
    return this.#webhooks.settled();
  }

  /**
   * Applies an event.
   *
   * @param {Omit<LogEvent, "at">} event
   * @returns {Promise<any>} the `Reply` to a request, or the result of a control
   */
  perform(event) {
    // Otherwise it could be answered and lost.
    if (this.#failure) return Promise.reject(endError(this.#failure));
    return new Promise((resolve, reject) => {
      this.#queue.push({ event, resolve, reject });
      if (!this.#isWorking) this.#work().catch(this.#fail);
    });
  }

  async close() {
    await this.#webhooks.stop();
    await this.#journal?.close();
  }

  /** Applies the queue. Events that arrive while a batch is written form the next batch. */
  async #work() {
    this.#isWorking = true;
    while (this.#queue.length > 0) await this.#applyBatch(this.#nextBatch());
    this.#isWorking = false;
  }

  #nextBatch() {
    let [count, size] = [0, 0];
    do size += sizeOf(this.#queue[count++].event);
    while (count < this.#queue.length && size + sizeOf(this.#queue[count].event) <= MAX_BATCH);
    return this.#queue.splice(0, count);
  }

  async #applyBatch(batch) {
    const at = Date.now();
    const events = batch.map(({ event }) => ({ at, ...event }));
    try {
      await this.#journal?.append(events);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const { value, error } = this.#apply(events[index]);
        if (error) reject(error);
        else resolve(value);
      }
      this.startPosting();
      if (this.#journal?.isLong) await this.#startJournal();
    } catch (error) {
      this.#failure = error;
      for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(endError(error));
      throw error;
    }
  }

  /**
   * @param {LogEvent} event
   * @returns {{ value?: unknown, error?: HttpError }}
   */
  #apply({ at, request, control, attempt }) {
    this.#at = at;
    try {
      if (request) return { value: this.core.receive(request) };
      if (attempt) return { value: this.core.reportAttempt(attempt.id, attempt.accepted) };
      if (control) return { value: applyControl(this.core, control) };
      throw new TypeError("an event without content");
    } catch (error) {
      if (error instanceof HttpError) return { error };
      throw error;
    } finally {
      this.#at = undefined;
    }
  }
}

/** Returns about how many characters an event takes in the file. */
function sizeOf({ request, control }) {
  return request?.body?.length ?? control?.params.snapshot?.length ?? 0;
}

/** Returns the error for events at the end of the sandbox, of which it is unknown whether they were kept. */
function endError(error) {
  const reason = error instanceof DiskError ? error.message : "The sandbox failed.";
  return new HttpError(503, `${reason} The sandbox ends.`, { connection: "close" });
}
