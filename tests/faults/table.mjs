/** The result of a cell, its check, and its output. */
import { impossible } from "./impossible.mjs";

/** @typedef {{ runtime: string, fault: string, safety: string, method: string, outcome: string, arrivals: number }} Result */

/**
 * Returns the result of a cell, as data.
 * @param {string} runtime
 * @param {object} cell of the server
 */
export function resultOf(runtime, { fault, safety, method, arrivals, nonces, strayed, notes, report }) {
  const { warm, call, next } = report ?? {};
  return {
    runtime,
    fault: fault.name,
    safety,
    method,
    outcome: call?.outcome ?? "no report",
    sent: call?.sent ?? null,
    status: call?.status ?? null,
    message: call?.message ?? null,
    ms: call?.ms ?? null,
    arrivals: arrivals.call,
    tries: nonces.size,
    strayed,
    warm: warm?.outcome ?? null,
    next: next?.outcome ?? "no report",
    nextMessage: next?.message ?? null,
    nextArrivals: arrivals.next,
    ...notes,
  };
}

const within = (count, range) => {
  const [least, most] = [range].flat().length === 2 ? range : [range, range];
  return count >= least && count <= most;
};

const matches = ({ runtimes, faults, safeties, methods }, result) =>
  [
    [runtimes, result.runtime],
    [faults, result.fault],
    [safeties, result.safety],
    [methods, result.method],
  ].every(([list, value]) => !list || list.includes(value));

/**
 * Returns the expected result of a cell. Behind a proxy, a page makes one attempt, because the proxy retries. If the browser repeats
 * a request by itself, a read is a new call, and another call is refused by the proxy, so that the page cannot know the outcome.
 */
function expectedOf(result, fault) {
  const isOnce = result.safety === "once";
  const expected = { ...(isOnce ? fault.once : fault.repeatable) };
  for (const { runtimes, safeties, methods, ...differs } of fault.differs ?? []) {
    if (matches({ runtimes, safeties, methods }, result)) Object.assign(expected, differs);
  }
  if (!isProxied(result)) return expected;
  const outcomes = [expected.outcome].flat();
  if (isOnce) return { ...expected, outcome: [...outcomes, "ProxyError"], sent: true };
  const range = [expected.times].flat();
  const times = range.at(-1) === 0 ? 0 : [Math.min(1, range[0]), 2];
  return {
    sent: true,
    outcome: fault.keeps
      ? [...outcomes, "ConnectionError", "TimeoutError", "ApiError gateway", "ProxyError"]
      : outcomes,
    times,
  };
}

const isProxied = ({ runtime }) => runtime.endsWith(", proxy");

/** Returns the problems of a result. */
export function problemsOf(result, fault) {
  const { outcome, sent, arrivals, tries, strayed, warm, next, nextArrivals, safety } = result;
  const expected = expectedOf(result, fault);
  // A call that its runtime repeats may succeed.
  const exception = impossible.find((exception) => matches(exception, result));
  const outcomes = [expected.outcome, exception ? "ok" : [], exception?.outcome ?? []].flat(2);
  const times = safety === "once" || isProxied(result) ? arrivals : tries;
  const problems = [];
  const check = (holds, text) => holds || problems.push(text);

  check(warm === null || warm === "ok", `the call before: ${warm}`);
  check(outcomes.includes(outcome), `${outcome}, not ${outcomes.join(" or ")}`);
  check(outcome === "ok" || expected.sent === "either" || sent === (expected.sent ?? true), `sent: ${sent}`);
  check(!(sent === false && arrivals > 0), `sent: false, and ${arrivals} arrived`);
  check(!result.readToTheEnd, "an endless body was read to its end");
  check(!result.open, `${result.open} connections are open after the timeout`);
  check(strayed === 0, `the redirect was followed ${strayed} times`);
  check(next === "ok" && nextArrivals > 0, `the next call: ${next}`);
  if (exception?.sometimes) check(arrivals > 0, "never arrived");
  else if (exception) check(arrivals > 1, `arrived ${arrivals} times: declared as impossible, and possible`);
  else
    check(
      within(times, expected.times),
      `${safety === "once" ? "arrived" : "tried"} ${times} times, not ${[expected.times].flat().join(" to ")}`,
    );
  return problems;
}

export const isImpossible = (result) => impossible.some((exception) => matches(exception, result));

function cellText({ outcome, sent, arrivals, tries, next }) {
  const certainty = { true: " sent", false: " unsent" }[sent] ?? "";
  const again = arrivals > tries ? ` (${arrivals - tries} by the runtime)` : "";
  return `${outcome}${certainty} ×${arrivals}${again}${next === "ok" ? "" : `, next ${next}`}`;
}

/** Returns lines: for each fault and call the most frequent result, then the runtimes that differ. */
export function linesOf(results, problemsBy) {
  const rows = groupBy(results, rowOf);
  const width = Math.max(...[...rows.keys()].map((row) => row.length));
  return [...rows].map(([row, cells]) => {
    const groups = groupBy(cells, (cell) => mark(cell, problemsBy) + cellText(cell));
    const sorted = [...groups].sort(([, one], [, other]) => other.length - one.length);
    const texts = sorted.map(([text, cells], index) =>
      index === 0 && cells.length > 1 ? text : `${text} [${cells.map(({ runtime }) => runtime).join(", ")}]`,
    );
    return `${row.padEnd(width)}  ${texts.join(" · ")}`;
  });
}

const rowOf = ({ fault, safety, method }) => `${fault.padEnd(30)} ${safety} ${method}`;
const mark = (cell, problemsBy) => (problemsBy.get(cell)?.length > 0 ? "✗ " : isImpossible(cell) ? "! " : "");

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
