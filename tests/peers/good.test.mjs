/**
 * Independent validators check the requests that the client builds: Prism as a proxy, which rounds numbers itself, and
 * openapi-core, whose integers are exact. Both use the documents of spec/ and do not depend on the code.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asGiven, goodRequest, PLANS } from "./corpus.mjs";
import { write } from "./json.mjs";
import { assertGood, caseOf, LARGEST_IDS, seedOf } from "./judging.mjs";
import { OPERATIONS } from "./operations.mjs";
import { randomOf } from "./random.mjs";
import { built } from "./requests.mjs";

/** Minimum number of requests to each operation. */
const ENOUGH = 20;

/** Returns the requests that the client builds from valid params, for every operation and plan. */
function goodCases(largestId) {
  return OPERATIONS.flatMap((operation) => {
    const random = randomOf(seedOf(operation));
    return PLANS.map((plan, index) => {
      const params = asGiven(operation, goodRequest(operation, random, plan, largestId), random);
      try {
        return caseOf(operation, built(operation, params, index % 2 === 0 ? "seconds" : "milliseconds"));
      } catch (error) {
        throw new Error(`${operation.name} refuses what is good by its schema: ${write(params)}\n${error.message}`);
      }
    });
  });
}

for (const [peer, largestId] of Object.entries(LARGEST_IDS)) {
  test(`${peer} finds no violation in the client's requests, with ids up to ${largestId}`, async (t) => {
    const cases = goodCases(largestId);
    await assertGood(peer, cases);
    for (const operation of OPERATIONS) {
      const judged = cases.filter((one) => one.operation === operation).length;
      assert.ok(judged >= ENOUGH, `only ${judged} requests to ${operation.name} were judged`);
    }
    const long = new RegExp(`[:,[]\\d{${String(largestId).length}}[,}\\]]`);
    const withLongIds = cases.filter(({ requests: [{ body }] }) => long.test(body ?? ""));
    assert.ok(withLongIds.length > 300, `only ${withLongIds.length} requests have ids that long`);
    const texts = cases.reduce((count, { requests }) => count + requests.length - 1, 0);
    t.diagnostic(`${OPERATIONS.length} operations, ${cases.length} requests, ${texts} JSON texts, 0 violations`);
  });
}
