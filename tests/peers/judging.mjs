/** Shared by the tests: cases of one or several requests, and the validators that check them. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { asGiven, goodRequest, WHOLE } from "./corpus.mjs";
import { startPeers } from "./peers.mjs";
import { randomOf } from "./random.mjs";
import { built, jsonTexts } from "./requests.mjs";

/** The largest ids that a validator represents exactly. */
export const LARGEST_IDS = { Prism: 2n ** 53n - 1n, "openapi-core": 2n ** 63n - 1n };
export const PEERS = Object.keys(LARGEST_IDS);

let peers;
before(async () => (peers = await startPeers()));
after(() => peers?.stop());

/**
 * Returns the violations that a validator finds in each case.
 *
 * @param {keyof typeof LARGEST_IDS} peer
 * @param {{ requests: import("./peers.mjs").Request[] }[]} cases
 * @returns {Promise<string[][]>}
 */
export async function judge(peer, cases) {
  const verdicts = await peers.judges[peer](cases.flatMap(({ requests }) => requests));
  let first = 0;
  return cases.map(({ requests }) => verdicts.slice(first, (first += requests.length)).flat());
}

/** Checks that a validator finds no violation in any case. */
export async function assertGood(peer, cases) {
  const verdicts = await judge(peer, cases);
  const bad = cases.flatMap(({ operation, requests }, index) => {
    if (verdicts[index].length === 0) return [];
    const sent = requests.map(({ method, target, body }) => `${method} ${target} ${body}`);
    return [[operation.name, ...sent, ...verdicts[index]].join("\n  ")];
  });
  const says = `${peer} sees violations in ${bad.length} requests, the first:\n${bad.slice(0, 5).join("\n")}`;
  assert.equal(bad.length, 0, says);
}

/** Returns the seed of an operation's requests. */
export const seedOf = ({ name }) => [...name].reduce((seed, letter) => (seed * 31 + letter.codePointAt(0)) >>> 0, 1688);

/** Returns params with every field, exact in both validators, and the request that the client builds from them. */
export function wholeRequest(operation) {
  const random = randomOf(seedOf(operation));
  const good = goodRequest(operation, random, WHOLE, LARGEST_IDS.Prism);
  return { good, request: built(operation, asGiven(operation, good, random)) };
}

/** Returns the case of one request and its JSON texts. */
export function caseOf(operation, request) {
  return { operation, requests: request.body ? [request, ...jsonTexts(operation, request)] : [request] };
}
