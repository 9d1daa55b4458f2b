/** What a validator refuses, the client refuses, too, except for a few leniencies that it converts to valid requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ValidationError } from "../../pkg/index.node.js";
import { changes } from "./broken.mjs";
import { asSent } from "./corpus.mjs";
import { replaced, write } from "./json.mjs";
import { assertGood, caseOf, judge, PEERS, wholeRequest } from "./judging.mjs";
import { ERRORS, explanationOf, LENIENCIES } from "./leniencies.mjs";
import { OPERATIONS } from "./operations.mjs";
import { built, jsonTexts, unchecked } from "./requests.mjs";

/** Returns each request with one value changed, for the client and for the validators. */
function brokenCases() {
  return OPERATIONS.flatMap((operation) => {
    const { good, request } = wholeRequest(operation);
    return [...changes(operation, good)].map((change) => {
      const { steps, other, isInText } = change;
      const params = replaced(good, steps, other);
      const sent = isInText ? asSent(operation, params) : replaced(asSent(operation, good), steps, other);
      const raw = unchecked(operation, request, sent);
      return { operation, change, params, requests: isInText ? jsonTexts(operation, raw) : [raw] };
    });
  });
}

/** Returns the request that the client builds, or nothing if it refuses the params. */
function builtOrRefused(operation, params) {
  try {
    return built(operation, params);
  } catch (error) {
    assert.ok(error instanceof ValidationError, `${operation.name} ${write(params)}: ${error}`);
    return undefined;
  }
}

test("the client refuses what a validator refuses, or converts it for a listed reason", async (t) => {
  const cases = brokenCases();
  const verdicts = await Promise.all(PEERS.map((peer) => judge(peer, cases)));
  PEERS.forEach((peer, index) => {
    const refused = verdicts[index].filter((errors) => errors.length > 0).length;
    assert.ok(refused > 5000, `${peer} refuses only ${refused} of ${cases.length} changed requests`);
    t.diagnostic(`${peer} refuses ${refused} of ${cases.length} changed requests`);
  });

  const inQuestion = cases.filter((_, index) => verdicts.some((errors) => errors[index].length > 0));
  const accepted = inQuestion.flatMap(({ operation, change, params }) => {
    const request = builtOrRefused(operation, params);
    return request ? [{ ...caseOf(operation, request), params, explanation: explanationOf(operation, change) }] : [];
  });
  const unexplained = accepted.filter(({ explanation }) => !explanation);
  const message = "the client takes what a validator refuses";
  assert.deepEqual(
    unexplained.map(({ operation, params }) => `${operation.name} ${write(params)}`),
    [],
    message,
  );

  const lenient = accepted.filter(({ explanation }) => LENIENCIES.includes(explanation));
  for (const peer of PEERS) await assertGood(peer, lenient);
  for (const entry of [...LENIENCIES, ...ERRORS]) {
    assert.ok(
      accepted.some(({ explanation }) => explanation === entry),
      `no longer true: ${entry.because}`,
    );
  }
  t.diagnostic(`the client refuses ${inQuestion.length - accepted.length} of ${inQuestion.length} that either refuses`);
  t.diagnostic(`the client corrects ${lenient.length}, and errs in ${accepted.length - lenient.length}`);
});
