/** The table detects every kind of problem. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { faults } from "./faults.mjs";
import { impossible } from "./impossible.mjs";
import { runtimes } from "./runtimes.mjs";
import { problemsOf } from "./table.mjs";

const fault = faults.find(({ name }) => name === "reset after the request");
const right = {
  runtime: "node 24",
  fault: fault.name,
  safety: "once",
  method: "POST",
  outcome: "ConnectionError",
  sent: true,
  arrivals: 1,
  tries: 1,
  strayed: 0,
  warm: null,
  next: "ok",
  nextArrivals: 1,
};

test("a correct cell has no problems", () => {
  assert.deepEqual(problemsOf(right, fault), []);
  assert.deepEqual(problemsOf({ ...right, safety: "read", arrivals: 3, tries: 3 }, fault), []);
});

const wrongs = {
  "a once call that arrived twice": [{ arrivals: 2 }, /arrived 2 times/],
  "a once call that was sent twice and succeeded": [{ arrivals: 2, outcome: "ok", sent: null }, /arrived 2 times/],
  "an error that denies an arrival": [{ sent: false }, /sent: false, and 1 arrived/],
  "a wrong next call": [{ next: "wrong data" }, /the next call: wrong data/],
  "a hang": [{ outcome: "hang", sent: undefined }, /hang, not ConnectionError/],
  "an error of a class that is not declared": [{ outcome: "foreign DOMException" }, /foreign DOMException/],
  "a program that stopped": [{ outcome: "no report", sent: null, next: "no report" }, /no report/],
  "a redirect that was followed": [{ strayed: 1 }, /followed/],
  "a connection that is left open": [{ open: 1 }, /open/],
};

for (const [what, [change, sentence]] of Object.entries(wrongs)) {
  test(`${what} is a problem`, () => assert.match(problemsOf({ ...right, ...change }, fault).join("; "), sentence));
}

test("an entry in impossible.mjs that can be prevented is a problem", () => {
  const [{ runtimes, faults: names }] = impossible;
  const cell = { ...right, runtime: runtimes[0], fault: names[0] };
  const declared = faults.find(({ name }) => name === names[0]);
  assert.deepEqual(problemsOf({ ...cell, arrivals: 2 }, declared), []);
  assert.match(problemsOf(cell, declared).join("; "), /declared as impossible/);
});

test("every name in a declaration is that of a fault or a runtime", () => {
  const names = new Set(faults.map(({ name }) => name));
  const known = new Set(Object.keys(runtimes));
  for (const declared of impossible)
    assert.deepEqual(
      declared.faults.filter((name) => !names.has(name)),
      [],
    );
  const places = [...impossible, ...faults.flatMap(({ differs = [] }) => differs)].flatMap(({ runtimes }) => runtimes);
  assert.deepEqual(
    places.filter((name) => !known.has(name)),
    [],
  );
  assert.equal(names.size, faults.length);
});
