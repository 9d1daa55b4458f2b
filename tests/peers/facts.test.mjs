/** All facts and rules are needed: the client refuses requests that violate one, and no validator does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { namesOf, places } from "./broken.mjs";
import { asSent } from "./corpus.mjs";
import { FACTS, factsOf, RULES } from "./facts.mjs";
import { replaced, write } from "./json.mjs";
import { assertGood, PEERS, wholeRequest } from "./judging.mjs";
import { OPERATIONS, typesOf } from "./operations.mjs";
import { built, unchecked } from "./requests.mjs";

/** Returns params of an operation that violate a fact, each with the invalid field. */
function againstFacts(operation, good) {
  return [...places(operation.schema, good)].flatMap((place) => {
    if (place.isInText || operation.inAddress.includes(place.steps[0])) return [];
    const facts = factsOf(operation.name, namesOf(place).join("."), place.isRequired);
    const fitting = facts.filter(({ against }) => typesOf(place.schema).includes(typeOf(against)));
    return fitting.map((fact) => ({ fact, params: replaced(good, place.steps, fact.against), at: place.steps[0] }));
  });
}

/** Returns the type of a value in a schema, where structures are text. */
function typeOf(value) {
  if (Array.isArray(value)) return "array";
  return { number: "integer", object: "string" }[typeof value] ?? typeof value;
}

/** Returns params of an operation that violate a rule. */
function againstRules(operation, { orderEntryCountList: _, ...good }) {
  const rules = RULES.filter(({ of }) => of.test(operation.name));
  return rules.map((fact) => ({ fact, params: { ...good, ...fact.against }, at: Object.keys(fact.against)[0] }));
}

test("the client enforces each fact and rule; the schemas of spec/ do not", async (t) => {
  const cases = OPERATIONS.flatMap((operation) => {
    const { good, request } = wholeRequest(operation);
    return [...againstFacts(operation, good), ...againstRules(operation, good)].map((one) => {
      return { ...one, operation, requests: [unchecked(operation, request, asSent(operation, one.params))] };
    });
  });
  for (const { operation, params, fact, at } of cases) {
    const says = `${operation.name} takes ${write(params)}, although ${fact.because}`;
    const namesTheMember = ({ issues }) => issues?.some(({ path }) => path.startsWith(at));
    assert.throws(() => built(operation, params), namesTheMember, says);
  }
  const limits = [...FACTS.filter(({ against }) => against !== undefined), ...RULES];
  for (const fact of limits) {
    assert.ok(
      cases.some((one) => one.fact === fact),
      `no request violates: ${fact.because}`,
    );
  }
  for (const peer of PEERS) await assertGood(peer, cases);
  t.diagnostic(`${cases.length} requests against ${limits.length} facts and rules`);
});
