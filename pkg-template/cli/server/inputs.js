/** All that the sandbox is told, one after the other. Each input is kept before it is answered. */
// Puts the wasm in its place.
import "../../sandbox/index.js";
import { createCore } from "../../sandbox/core.js";
import { WebhookSender } from "../../sandbox/webhook-sender.js";
import { change } from "./controls.js";
import { damaged, Journal, otherVersion } from "./journal.js";
import { Refused } from "./refused.js";
import { DiskError, StateError } from "./state-error.js";

/** The seed where neither the user nor the file names one. */
const SEED = 1;

/** How many characters are written down at once, if there is more than one input: a line must fit a string. */
const MAX_BATCH = 33_554_432;

/**
 * @typedef {object} Input a request, a control, or how a push message went, and when it came
 * @property {number} at milliseconds since 1970
 * @property {{ method: string, url: string, headers: [string, string][], body: string | undefined }} [request]
 * @property {{ name: string, members: object }} [control] one of `CHANGES`
 * @property {{ id: number, accepted: boolean }} [delivery]
 */

export class Inputs {
  #journal;
  #webhooks;
  /** When the input came that is worked on. */
  #at;
  #waiting = [];
  #working = false;
  #failure;
  #fail;

  /** Rejects once the sandbox cannot go on: inputs cannot be kept any more. */
  broken = new Promise((_, reject) => (this.#fail = reject));

  /**
   * @param {number} seed
   * @param {{ journal?: Journal, callbackUrl?: string, note: (text: string) => void }} options
   */
  constructor(seed, { journal, callbackUrl, note }) {
    this.#journal = journal;
    this.core = createCore({ seed, now: () => this.#at ?? Date.now() });
    const reportAttempt = (id, accepted) => {
      if (!accepted) note("The receiver did not accept a push message: it did not answer HTTP 200 within a second.");
      return this.perform({ delivery: { id, accepted } });
    };
    this.#webhooks = new WebhookSender({ ...this.core, reportAttempt }, { callbackUrl });
  }

  /**
   * A sandbox of this seed, or the one that a file keeps.
   *
   * @param {object} options
   * @param {number} [options.seed]
   * @param {string} [options.file]
   * @param {string} [options.callbackUrl] where push messages are posted to
   * @param {(text: string) => void} options.note is told what takes long, and what goes wrong
   */
  static async open({ seed, file, ...others }) {
    if (file === undefined) {
      const inputs = new Inputs(seed ?? SEED, others);
      inputs.core.setPosting(inputs.#webhooks.hasReceivers);
      return inputs;
    }
    const { journal, ...kept } = await Journal.open(file, seed ?? SEED, seed !== undefined);
    const inputs = new Inputs(journal.seed, { journal, ...others });
    try {
      inputs.#replay(kept, file, others.note);
      inputs.core.setPosting(inputs.#webhooks.hasReceivers);
      await inputs.#beginJournal();
      return inputs;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Messages were posted or not when this was kept. It goes on the same way, or else others would be due. */
  #replay({ posting = false, snapshot, batches }, file, note) {
    this.core.setPosting(posting);
    if (snapshot) this.#restore(snapshot, file);
    const count = batches.reduce((sum, batch) => sum + batch.length, 0);
    if (count > 0) note(`Restoring ${count} inputs from ${file} …`);
    for (const [index, batch] of batches.entries()) {
      try {
        for (const input of batch) this.#outcome(input);
      } catch {
        throw damaged(file, index + 2);
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

  #beginJournal() {
    return this.#journal.begin(this.#snapshot(), this.#webhooks.hasReceivers);
  }

  #snapshot() {
    try {
      return this.core.snapshot();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      throw new DiskError(`The state cannot be kept any more: ${error.message}.`);
    }
  }

  /** Posts the push messages that are due, and from now on each as soon as it is. */
  startPosting() {
    this.#webhooks.start();
  }

  /** Waits until every push message that is due was posted. */
  settled() {
    return this.#webhooks.settled();
  }

  /**
   * Hands the sandbox an input.
   *
   * @param {Omit<Input, "at">} input
   * @returns {Promise<unknown>} to a request a `Reply`, or what the control returns
   */
  perform(input) {
    // It could be answered and be lost.
    if (this.#failure) return Promise.reject(refusalOf(this.#failure));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (!this.#working) this.#work().catch(this.#fail);
    });
  }

  async close() {
    await this.#webhooks.stop();
    await this.#journal?.close();
  }

  /** Works off what waits. What comes in while some is written down is written down together, next. */
  async #work() {
    this.#working = true;
    while (this.#waiting.length > 0) await this.#settle(this.#nextBatch());
    this.#working = false;
  }

  #nextBatch() {
    let [count, size] = [0, 0];
    do size += sizeOf(this.#waiting[count++].input);
    while (count < this.#waiting.length && size + sizeOf(this.#waiting[count].input) <= MAX_BATCH);
    return this.#waiting.splice(0, count);
  }

  async #settle(batch) {
    const at = Date.now();
    const inputs = batch.map(({ input }) => ({ at, ...input }));
    try {
      await this.#journal?.append(inputs);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const { value, refusal } = this.#outcome(inputs[index]);
        if (refusal) reject(refusal);
        else resolve(value);
      }
      this.startPosting();
      if (this.#journal?.isLong) await this.#beginJournal();
    } catch (error) {
      this.#failure = error;
      for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(refusalOf(error));
      throw error;
    }
  }

  #outcome({ at, request, control, delivery }) {
    this.#at = at;
    try {
      if (request) return { value: this.core.receive(request) };
      if (delivery) return { value: this.core.reportAttempt(delivery.id, delivery.accepted) };
      return { value: change(this.core, control) };
    } catch (error) {
      if (error instanceof Refused) return { refusal: error };
      throw error;
    } finally {
      this.#at = undefined;
    }
  }
}

/** About how many characters an input takes when it is written down. */
function sizeOf({ request, control }) {
  return request?.body?.length ?? control?.members.snapshot?.length ?? 0;
}

/** What is answered when the sandbox ends: whether the input was kept is not known. */
function refusalOf(error) {
  const reason = error instanceof DiskError ? error.message : "The sandbox failed.";
  return new Refused(503, `${reason} The sandbox ends.`, { connection: "close" });
}
