/**
 * `pandapon/inbox`: push messages that survive crashes, deploys and several machines. Each is stored before it is answered 200,
 * and workers apply it later, in one transaction with the note that it is done.
 */
import { eventReceiver } from "pandapon";
import { digestOf } from "./digest.js";
import { memoryMessages } from "./memory-messages.js";
import { databaseMessages } from "./messages.js";
import { readSettings } from "./settings.js";
import { SWEPT, sweptMessages } from "./sweep.js";
import { Worker } from "./worker.js";

export { memoryStore, postgresStore, sqliteStore } from "../stores/index.js";

/** Maximum length of a subject. Indexes of Postgres take no longer ones. */
const MAX_SUBJECT = 500;

export function createInbox(options) {
  const settings = readSettings(options);
  const { store, subject, answerWithin, logger } = settings;
  const receiver = eventReceiver(options);
  const messages = store.kind === "memory" ? memoryMessages(store.tables) : databaseMessages(store);
  const workers = new Set();

  return { handler, start, dead, retry, replay, sweep, counts };

  async function handler(request) {
    const deadline = Date.now() + answerWithin;
    const received = await receiver.receive(request);
    if (!received.event) return received;
    const { event, body, authorization: signature, subject, time } = received;
    const stored = add({ event, body, signature, subject, pushed: time }).then(
      () => 200,
      (error) => {
        logger.error(`pandapon: the inbox could not store ${event.key}:`, error);
        return 503;
      },
    );
    return new Response(null, { status: await before(deadline, stored, 503) });
  }

  /** Stores a message, and wakes the workers for it. */
  async function add({ event, body, signature, subject: id, pushed }) {
    await messages.migrate();
    const isNew = await messages.add({
      key: storable(event.key),
      digest: await digestOf(body),
      subject: storable((await ownSubject(event)) ?? (id === null ? event.key : `${event.platform ?? ""}:${id}`)),
      type: storable(event.type),
      body,
      signature,
      pushed,
    });
    if (isNew) for (const worker of workers) worker.wake();
    return isNew;
  }

  /** Returns what the option `subject` says. If that fails, the message is still stored. */
  async function ownSubject(event) {
    if (!subject) return undefined;
    try {
      const own = subject(event);
      if (own === undefined || own === null) return undefined;
      if (typeof own === "string") return own.length > MAX_SUBJECT ? await digestOf(own) : own;
      logger.error(`pandapon: subject must return a string or undefined, but returned something else for ${event.key}`);
    } catch (error) {
      logger.error(`pandapon: subject failed for ${event.key}:`, error);
    }
    return undefined;
  }

  /** Returns the event of a stored message. */
  function eventOf({ key, body, signature }) {
    const { event } = receiver.read(body);
    // The key under which it is stored, which differs where another body came under the same one.
    return { ...event, key, ...(signature === "" && SWEPT) };
  }

  function start({ concurrency = 4 } = {}) {
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
      throw settings.error("concurrency must be a whole number from 1 to 100");
    }
    const worker = new Worker({ ...settings, messages, eventOf, letterOf }, concurrency);
    workers.add(worker);
    return {
      async stop() {
        workers.delete(worker);
        await worker.stop();
      },
    };
  }

  function letterOf(message) {
    const { key, subject, error, attempt, copies, received } = message;
    return { key, subject, event: eventOf(message), error, attempts: attempt, copies, received: new Date(received) };
  }

  async function dead() {
    await messages.migrate();
    return (await messages.dead()).map(letterOf);
  }

  async function retry(key) {
    await messages.migrate();
    const found = await messages.retry(key);
    for (const worker of workers) worker.wake();
    return found;
  }

  async function replay(options) {
    const since = settings.timeOf(options?.since);
    await messages.migrate();
    const count = await messages.replay(since);
    for (const worker of workers) worker.wake();
    return count;
  }

  async function sweep(options) {
    const since = settings.timeOf(options?.since);
    let count = 0;
    for await (const body of sweptMessages(settings, since)) {
      const { event, subject } = receiver.read(body);
      if (await add({ event: { ...event, ...SWEPT }, body, signature: "", subject, pushed: null })) count++;
    }
    return count;
  }

  async function counts() {
    await messages.migrate();
    return { new: 0, leased: 0, done: 0, dead: 0, ...(await messages.counts()) };
  }
}

/** Returns a text without NUL, which Postgres takes in no text. */
function storable(text) {
  return text.replaceAll("\0", "\ufffd");
}

/** Returns what work results in, or else something other at this time. */
async function before(deadline, work, late) {
  let timer;
  const timeout = new Promise((resolve) => (timer = setTimeout(resolve, Math.max(0, deadline - Date.now()), late)));
  const result = await Promise.race([work, timeout]);
  clearTimeout(timer);
  return result;
}
