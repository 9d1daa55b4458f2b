/** Ctrl+C in the middle of a call: it must be said whether the request may have arrived. */

/** The exit codes that a shell gives programs ended by these signals. */
const CODES = { SIGINT: 130, SIGTERM: 143 };

export class Interrupted extends Error {
  constructor(signal, mayHaveArrived) {
    super(
      mayHaveArrived
        ? "the request may have reached the vendor, so look up its outcome before repeating it"
        : "nothing was bought or changed",
    );
    this.name = "Interrupted";
    this.exitCode = CODES[signal];
  }
}

/** From here until `end`, signals of the system abort `signal` instead of ending the process. */
export class Interruption {
  #controller = new AbortController();
  #mayHaveArrived = false;
  #listener = (name) => this.#controller.abort(new Interrupted(name, this.#mayHaveArrived));

  constructor() {
    for (const name of Object.keys(CODES)) process.on(name, this.#listener);
  }

  get signal() {
    return this.#controller.signal;
  }

  /** A request goes out; `changes` says whether it creates, pays or submits. */
  sending(changes) {
    this.#mayHaveArrived ||= changes;
  }

  end() {
    for (const name of Object.keys(CODES)) process.off(name, this.#listener);
  }
}
