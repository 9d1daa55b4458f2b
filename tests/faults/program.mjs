/** The client in every JavaScript runtime: makes the calls that the server requests, and reports their outcomes. */

/** Maximum number of concurrent cells. */
const LANES = 80;

/** Longer than all attempts of a call and their pauses together. */
const HANG = 75_000;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @param {typeof import("pandapon")} pandapon
 * @param {string} control the address of the server
 */
export async function program({ Client, PandaponError }, control) {
  const tell = async (path, message = {}) => {
    const response = await fetch(`${control}${path}`, { method: "POST", body: JSON.stringify(message) });
    return response.json();
  };

  /** Returns the outcome of a call. */
  async function outcomeOf(client, { name, params, echo }, { filler = 0, timeout } = {}) {
    const started = Date.now();
    let timer;
    const hang = new Promise((resolve) => (timer = setTimeout(resolve, HANG, { outcome: "hang" })));
    const more = filler > 0 ? { filler: "x".repeat(filler) } : {};
    const settled = client.call(name, { ...params, ...more }, { timeout }).then(
      (data) => ({ outcome: data?.echo === echo ? "ok" : "wrong data" }),
      (error) => failure(error),
    );
    const outcome = await Promise.race([settled, hang]);
    clearTimeout(timer);
    return { ...outcome, ms: Date.now() - started };
  }

  function failure(error) {
    const { name, message, sent, status, kind } = Object(error);
    const known = error instanceof PandaponError;
    return {
      outcome: [known ? name : `foreign ${name}`, kind].filter(Boolean).join(" "),
      sent,
      status,
      message: String(message),
    };
  }

  async function run({ id, warm, pause, call, next, filler, timeout, options }) {
    const client = new Client(options);
    const report = { id };
    if (warm) {
      report.warm = await outcomeOf(client, warm);
      await sleep(pause);
    }
    report.call = await outcomeOf(client, call, { filler, timeout });
    await tell("/heal", { id });
    report.next = await outcomeOf(client, next);
    await tell("/report", report);
  }

  async function runAll(cells, lanes) {
    const waiting = [...cells];
    const lane = async () => {
      while (waiting.length > 0) await run(waiting.shift());
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  const [first, ...cells] = await tell("/cells");
  // First and alone, so that the runtime has started up for the others.
  await run(first);
  await runAll(
    cells.filter(({ heavy }) => !heavy),
    LANES,
  );
  await runAll(
    cells.filter(({ heavy }) => heavy),
    1,
  );
  await tell("/finished");
}
