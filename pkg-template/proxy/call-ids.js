/** The ids of the calls of late. */

/** Far longer than a network takes to repeat a request. */
const REMEMBERED_FOR = 10 * 60_000;

/** About 2 MB of ids. */
const MOST = 10_000;

export class CallIds {
  /** Ids and when they came, in this order. */
  #ids = new Map();

  /** Remembers an id. Whether it is new. */
  add(id) {
    const now = performance.now();
    for (const [oldest, came] of this.#ids) {
      if (now - came < REMEMBERED_FOR) break;
      this.#ids.delete(oldest);
    }
    if (this.#ids.has(id)) return false;
    if (this.#ids.size === MOST) this.#ids.delete(this.#ids.keys().next().value);
    this.#ids.set(id, now);
    return true;
  }
}
