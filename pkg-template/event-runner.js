/** The work for each push message: done once, answered for in time, and never lost in silence. */
import { memoryStore } from "./event-store.js";

/** @returns {(event: object) => Running} starts the work for a message, or finds it where it is going on */
export function eventRunner({ onEvent, onError, store = memoryStore(), logger }) {
  const runnings = new Map();

  return (event) => {
    let running = runnings.get(event.key);
    if (!running) {
      running = new Running();
      runnings.set(event.key, running);
      running.end = run(event, running).then((status) => {
        running.status = status;
        runnings.delete(event.key);
      });
    }
    return running;
  };

  /** Never rejects. */
  async function run(event, running) {
    try {
      if (!(await store.add(event.key))) return 200;
    } catch (error) {
      logger.error?.("pandapon: the store of push messages failed:", error);
      return 500;
    }
    running.began = true;
    try {
      await onEvent(event);
      return 200;
    } catch (error) {
      // From here on nobody is told that all went well.
      running.status = 500;
      await failed(error, event, !running.promised);
      return 500;
    }
  }

  async function failed(error, event, willBeRepeated) {
    try {
      await store.remove(event.key);
    } catch (cause) {
      // Its repetition would be taken for handled.
      willBeRepeated = false;
      logger.error?.("pandapon: the store of push messages failed:", cause);
    }
    try {
      if (onError) await onError(error, event, willBeRepeated);
      else logger.error?.(`pandapon: onEvent failed for ${event.key}:`, error);
    } catch (cause) {
      logger.error?.(`pandapon: onEvent and onError failed for ${event.key}:`, error, cause);
    }
  }
}

/** The work for one message. */
class Running {
  /** Whether the message was new, so that its work goes on whatever is answered. */
  began = false;
  /** Whether somebody was told that it is handled before it was. The vendor will not send it again. */
  promised = false;
  /** @type {number | undefined} how to answer, once that is known */
  status;
  /** @type {Promise<void>} the end of it all, failures included */
  end;

  /** How to answer, at this time at the latest. */
  async answer(deadline) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, deadline - Date.now())));
    await Promise.race([this.end, late]);
    clearTimeout(timer);
    if (this.status) return this.status;
    // Without an answer of the store it may be lost yet: the vendor is to send it again.
    if (!this.began) return 503;
    this.promised = true;
    return 200;
  }
}
