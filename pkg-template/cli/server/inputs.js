/** All that the sandbox is told, one after the other. Each input is kept before it is answered. */
import { createSandbox } from "../../sandbox/index.js";
import { change } from "./controls.js";
import { Journal, otherVersion } from "./journal.js";
import { Refused } from "./refused.js";

/** The seed where neither the user nor the file names one. */
const SEED = 1;

/**
 * @typedef {object} Input a request or a control, and when it came
 * @property {number} at milliseconds since 1970
 * @property {{ method: string, path: string, headers: [string, string][], body: string | undefined }} [request]
 * @property {{ name: string, members: object }} [control] one of `CHANGES`
 */

export class Inputs {
  #journal;
  #now = 0;
  #waiting = [];
  #working = false;
  #fail;

  /** Rejects once the sandbox cannot go on: inputs cannot be kept any more. */
  broken = new Promise((_, reject) => (this.#fail = reject));

  /**
   * @param {number} seed
   * @param {Journal} [journal]
   */
  constructor(seed, journal) {
    this.#journal = journal;
    this.sandbox = createSandbox({ seed, now: () => this.#now });
  }

  /**
   * A sandbox of this seed, or the one that a file keeps.
   *
   * @param {{ seed?: number, file?: string }} options
   * @param {(text: string) => void} note is told what takes long
   */
  static async open({ seed, file }, note) {
    if (file === undefined) return new Inputs(seed ?? SEED);
    const { journal, snapshot, batches } = await Journal.open(file, seed ?? SEED, seed !== undefined);
    const inputs = new Inputs(journal.seed, journal);
    if (snapshot) inputs.#restore(snapshot, file);
    const kept = batches.flat();
    if (kept.length > 0) note(`Restoring ${kept.length} inputs from ${file} …`);
    for (const input of kept) await inputs.#outcome(input);
    await journal.begin(inputs.sandbox.snapshot());
    return inputs;
  }

  #restore(snapshot, file) {
    try {
      this.sandbox.restore(snapshot);
    } catch {
      throw otherVersion(file);
    }
  }

  /**
   * Hands the sandbox an input.
   *
   * @param {Omit<Input, "at">} input
   * @returns {Promise<unknown>} a `Response`, or what the control returns
   */
  perform(input) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (!this.#working) this.#work().catch(this.#fail);
    });
  }

  async close() {
    await this.#journal?.close();
  }

  /** Works off what waits. What comes in while some is written down is written down together, next. */
  async #work() {
    this.#working = true;
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0));
    // Not in a finally: after a failure nothing is taken on, for it could be answered and be lost.
    this.#working = false;
  }

  async #settle(batch) {
    const at = Date.now();
    const inputs = batch.map(({ input }) => ({ at, ...input }));
    try {
      await this.#journal?.append(inputs);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const { value, refusal } = await this.#outcome(inputs[index]);
        if (refusal) reject(refusal);
        else resolve(value);
      }
      if (this.#journal?.isLong) await this.#journal.begin(this.sandbox.snapshot());
    } catch (error) {
      for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
      throw error;
    }
  }

  async #outcome({ at, request, control }) {
    this.#now = at;
    try {
      return { value: control ? change(this.sandbox, control) : await this.#answer(request) };
    } catch (error) {
      if (error instanceof Refused) return { refusal: error };
      throw error;
    }
  }

  #answer({ method, path, headers, body }) {
    return this.sandbox.fetch(new Request(new URL(`http://sandbox${path}`), { method, headers, body }));
  }
}
