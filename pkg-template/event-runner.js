/** Runs the work for each push message once, decides the response in time, and reports every failure. */

/** Milliseconds after which work that has not settled is logged. */
const STUCK_AFTER = 60_000;

/** Maximum number of keys in doubt, of about 200 bytes each. */
const MAX_DOUBTS = 10_000;

/**
 * Milliseconds after its time in which a message is repeated again: the last repetition comes after two and a half hours, and
 * each half an hour after the one before. Whether a repetition has the time of the first delivery is not documented.
 */
const REPEATED_FOR = 135 * 60_000;

/** Stands for all calls of `store.add` that failed: it never becomes known what they did. */
const FAILED = "failed";

/**
 * @param {Record<string, any>} options
 * @returns {(event: any, time: number | null) => Running} starts the work for a message, or returns the work that is running already
 */
export function eventRunner({ onEvent, onError, store, storeTimeout, lease, logger }) {
  const isLeasing = typeof store.begin === "function";
  /** Another process may have answered a copy 200 with a store that only knows which keys were added. */
  const isShared = !isLeasing && !store.isLocal;
  const runnings = new Map();
  /**
   * By key, the calls of `store.add` that failed or have not settled in time. They may have added the key, so that a `false`
   * does not say that the message was handled.
   */
  const doubts = new Map();

  return (event, time) => {
    // Read once: later the event is the user's, who may change it.
    const { key } = event;
    let running = runnings.get(key);
    if (!running) {
      running = new Running(time);
      runnings.set(key, running);
      running.end = (isLeasing ? runLeased : run)(event, key, running).then((status) => {
        running.status = status;
        forget(key, running);
      });
    }
    return running;
  };

  function forget(key, running) {
    if (runnings.get(key) === running) runnings.delete(key);
  }

  /**
   * Handles a message whose store says which are done: 200 is answered for those alone, so that a message whose process dies is
   * sent again. Never rejects.
   */
  async function runLeased(event, key, running) {
    let state;
    try {
      state = await settled("store.begin", () => store.begin(key, lease), storeTimeout);
    } catch (error) {
      logger.error(`pandapon: the store of push messages failed for ${key}:`, error);
      return 503;
    }
    if (state === "done") return 200;
    if (state === "running") return 503;
    if (state !== "begun") {
      logger.error(
        `pandapon: store.begin must return "begun", "running" or "done", or a promise of that, but returned ${kindOf(state)} for ${key}. The message is answered 500 and was not handled.`,
      );
      return 500;
    }
    try {
      await watched(
        () => onEvent(event),
        STUCK_AFTER,
        () => logStuck(key),
      );
    } catch (error) {
      running.status = 500;
      await failed(error, event, key, running);
      return 500;
    }
    try {
      await settled("store.done", () => store.done(key), storeTimeout);
      return 200;
    } catch (error) {
      logger.error(
        `pandapon: the store of push messages could not note that ${key} is done. The message was handled, and will be again when it is sent again:`,
        error,
      );
      return 503;
    }
  }

  /** Never rejects. */
  async function run(event, key, running) {
    let timedOut = false;
    let isNew;
    const noAnswer = () => {
      timedOut = true;
      running.status = 503;
      forget(key, running);
      doubt(key, running);
      logger.error(
        `pandapon: store.add did not settle within ${storeTimeout} ms for ${key}. The message is answered 503 and can be handled when it is sent again.`,
      );
    };
    try {
      isNew = await watched(() => store.add(key), storeTimeout, noAnswer);
    } catch (error) {
      logger.error("pandapon: the store of push messages failed:", error);
      if (!timedOut) doubt(key, running, FAILED);
      return 500;
    }
    if (isNew === false) {
      isNew = replaceDoubtful(key, running);
      if (!isNew) return 200;
    }
    if (isNew !== true) {
      logger.error(
        `pandapon: store.add must return true for a new key and false for a known one, or a promise of that, but returned ${kindOf(isNew)} for ${key}. The message is answered 500 and was not handled.`,
      );
      doubt(key, running, FAILED);
      return 500;
    }
    // The store returned its only `true` for this message, however late: no other request will handle it.
    if (timedOut && !revive(key, running)) return 503;
    doubts.delete(key);
    running.began = true;
    try {
      await watched(
        () => onEvent(event),
        STUCK_AFTER,
        () => logStuck(key),
      );
      return 200;
    } catch (error) {
      // From here on the message is not answered 200.
      running.status = 500;
      await failed(error, event, key, running);
      return 500;
    }
  }

  function logStuck(key) {
    logger.error(
      `pandapon: onEvent has not settled within ${STUCK_AFTER / 1000} s for ${key}. The message is not handed on again while it runs.`,
    );
  }

  /** Continues with a message whose store responded too late. */
  function revive(key, running) {
    if (running.isReplaced) return false;
    const other = runnings.get(key);
    if (other?.began) {
      logger.error(`pandapon: store.add returned true twice for ${key}: the message is being handled already.`);
      return false;
    }
    running.status = undefined;
    // For the other one the store will return `false`, so it will be answered 200.
    if (other) running.promised = other.isReplaced = true;
    else runnings.set(key, running);
    return true;
  }

  /** Notes that this call may have added the key. */
  function doubt(key, running, call = running) {
    if (running.isReplaced) return;
    const calls = doubts.get(key);
    if (calls) calls.add(call);
    else doubts.set(key, new Set([call]));
    if (doubts.size <= MAX_DOUBTS) return;
    const [oldest] = doubts.keys();
    doubts.delete(oldest);
    logger.error(
      `pandapon: store.add has failed for more than ${MAX_DOUBTS} keys: a false for ${oldest} counts as handled.`,
    );
  }

  /** Returns whether a message that is not new may have been added by other calls, whose messages were not handled. */
  function replaceDoubtful(key, running) {
    const calls = doubts.get(key);
    doubts.delete(key);
    calls?.delete(running);
    if (!calls?.size) return false;
    for (const call of calls) if (call !== FAILED) call.isReplaced = true;
    logger.warn(
      `pandapon: store.add returned false for ${key}, which an earlier call may have added that failed or did not settle in time. The message is handled now.`,
    );
    return true;
  }

  async function failed(error, event, key, running) {
    let willBeRepeated = !running.promised && !isShared && !running.isLast;
    try {
      if (isLeasing) await settled("store.fail", () => store.fail(key), storeTimeout);
      else await settled("store.remove", () => store.remove(key), storeTimeout);
    } catch (cause) {
      // Its repetition would be considered handled. A lease ends by itself.
      if (!isLeasing) willBeRepeated = false;
      logger.error(`pandapon: the store of push messages could not forget ${key}:`, cause);
    }
    // A repetition is a new attempt, however long onError takes.
    forget(key, running);
    const stuck = () => logger.error(`pandapon: onError has not settled within ${STUCK_AFTER / 1000} s for ${key}.`);
    try {
      if (onError) await watched(() => onError(error, event, willBeRepeated), STUCK_AFTER, stuck);
      else logger.error(`pandapon: onEvent failed for ${key}:`, error);
    } catch (cause) {
      logger.error(`pandapon: onEvent and onError failed for ${key}:`, error, cause);
    }
  }
}

/** Waits for work, and calls `late` if it has not settled after this time. */
async function watched(work, timeout, late) {
  const timer = setTimeout(late, timeout);
  // Work that never settles must not keep a process alive.
  timer?.unref?.();
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work, but no longer than this time. */
function settled(name, work, timeout) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${name} did not settle within ${timeout} ms`));
    watched(work, timeout, late).then(resolve, reject);
  });
}

/** Returns the type of a value, without the value. */
function kindOf(value) {
  return value === null ? "null" : typeof value;
}

/** The work for one message. */
class Running {
  /** Whether the message was new, so that its work continues whatever the response is. */
  began = false;
  /** Whether it was answered 200 before it was handled. The vendor will not send it again. */
  promised = false;
  /** Whether another delivery of the message is handled instead. */
  isReplaced = false;
  /** @type {number | undefined} the status of the response, once it is decided */
  status;
  /** @type {Promise<void> | undefined} settles when everything is done, failures included */
  end;

  /** @param {number | null} time of the push, in milliseconds since 1970 */
  constructor(time) {
    /** Whether this is the last time that the vendor sends the message. */
    this.isLast = time !== null && Date.now() - time > REPEATED_FOR;
  }

  /** Returns the status of the response, at this time at the latest. */
  async answer(deadline) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, deadline - Date.now())));
    await Promise.race([this.end, late]);
    clearTimeout(timer);
    if (this.status) return this.status;
    // Without a response of the store the message could still be lost: the vendor should send it again.
    if (!this.began) return 503;
    this.promised = true;
    return 200;
  }
}
