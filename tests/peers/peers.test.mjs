/**
 * Validators that nobody here wrote judge what the client builds, and what it refuses: Prism as a proxy, which rounds
 * numbers itself, and openapi-core, whose integers are exact. Both read the documents of spec/ and know nothing of the code.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, ValidationError } from "../../pkg/index.node.js";
import { broken, goodParams, randomOf, write } from "./corpus.mjs";
import { judge as judgeByOpenapiCore } from "./openapi-core.mjs";
import { DOCUMENTS, operations } from "./operations.mjs";
import { startPrism } from "./prism.mjs";

/** How many good requests an operation gets: with only what is required, with all, and with some of its members. */
const GOOD = { required: 4, all: 8, some: 12 };
/** How many broken ones it gets at most. */
const BROKEN = 60;

const BASE = "https://api.pandapon.com";
const client = new Client({ accessKey: "0123456789abcdef", accessSecret: "fedcba9876543210", userId: "1688000000001" });
const all = operations();
let prism;

before(async () => (prism = await startPrism(DOCUMENTS)));
after(() => prism.stop());

/** The request that the client builds, as a validator takes it. */
function built({ document, name }, params) {
  const { method, url, headers, body } = client.buildRequest(name, params);
  return { document, method, target: url.slice(BASE.length), headers, body };
}

/** Good params of every operation. */
function corpus(idDigits) {
  return all.flatMap((operation, index) => {
    const random = randomOf(1688 + index);
    return Object.entries(GOOD).flatMap(([which, count]) =>
      Array.from({ length: count }, () => ({ operation, params: goodParams(operation, random, which, idDigits) })),
    );
  });
}

function buildAll(cases) {
  return cases.map(({ operation, params }) => {
    try {
      return built(operation, params);
    } catch (error) {
      throw new Error(`refused, though good by the schema: ${write(params)}\n${error.message}`);
    }
  });
}

/** A GET without one of the members of its query, each in turn. */
function withoutQuery(operation, params, good) {
  return operation.inAddress
    .filter((name) => !operation.path.includes(`{${name}}`))
    .map((name) => {
      const target = new URL(good.target, BASE);
      target.searchParams.delete(name);
      const { [name]: _, ...members } = params;
      return { operation, members, request: { ...good, target: target.pathname + target.search } };
    });
}

async function judgeByPrism(requests) {
  const verdicts = new Map();
  for (const document of DOCUMENTS) {
    const own = requests.filter((request) => request.document === document);
    const found = await prism.judge(document, own);
    own.forEach((request, index) => verdicts.set(request, found[index]));
  }
  return requests.map((request) => verdicts.get(request));
}

function assertGood(peer, requests, verdicts) {
  const bad = requests.flatMap(({ method, target, body }, index) =>
    verdicts[index].length > 0 ? [`${method} ${target} ${body}\n  ${verdicts[index].join("\n  ")}`] : [],
  );
  assert.equal(bad.length, 0, `${peer} sees ${bad.length} violations, the first:\n${bad.slice(0, 5).join("\n")}`);
}

test("each operation of spec/ that has a route is judged by at least 20 requests", () => {
  assert.equal(all.length, 98);
  assert.ok(Object.values(GOOD).reduce((sum, count) => sum + count) >= 20);
});

test("Prism sees no violation in what the client builds", async (t) => {
  const requests = buildAll(corpus(15));
  assertGood("Prism", requests, await judgeByPrism(requests));
  t.diagnostic(`${requests.length} requests to ${all.length} operations, 0 violations`);
});

test("openapi-core sees no violation in what the client builds, with ids of 19 digits", async (t) => {
  const requests = buildAll(corpus(19));
  assert.ok(requests.filter(({ body }) => /:\d{19}[,}]/.test(body ?? "")).length > 100, "ids of 19 digits are sent");
  assertGood("openapi-core", requests, await judgeByOpenapiCore(requests));
  t.diagnostic(`${requests.length} requests to ${all.length} operations, 0 violations`);
});

test("what a validator refuses, the client refuses or makes good", async (t) => {
  const wires = all.flatMap((operation, index) => {
    const params = goodParams(operation, randomOf(index), "all", 15);
    const good = built(operation, params);
    // What stands in a query is text, whatever it was: it can only be left out.
    if (operation.method === "GET") return withoutQuery(operation, params, good);
    const random = randomOf(index);
    const wires = [...broken(JSON.parse(good.body ?? "{}"))];
    const chosen = wires.length <= BROKEN ? wires : random.many(BROKEN, BROKEN, () => random.one(wires));
    return chosen.map((members) => ({ operation, members, request: { ...good, body: JSON.stringify(members) } }));
  });
  const requests = wires.map(({ request }) => request);
  const byPrism = await judgeByPrism(requests);
  const byOpenapiCore = await judgeByOpenapiCore(requests);
  const refused = wires.filter((_, index) => byPrism[index].length > 0 || byOpenapiCore[index].length > 0);
  assert.ok(refused.length > 1000, `only ${refused.length} broken requests were found to be broken`);

  const mended = [];
  for (const { operation, members } of refused) {
    try {
      mended.push(built(operation, members));
    } catch (error) {
      assert.ok(error instanceof ValidationError, `${operation.name}: ${error}`);
    }
  }
  assertGood("Prism", mended, await judgeByPrism(mended));
  assertGood("openapi-core", mended, await judgeByOpenapiCore(mended));
  const counts = [`${requests.length} broken requests`, `${refused.length} refused by a validator`];
  t.diagnostic([...counts, `${refused.length - mended.length} by the client, ${mended.length} made good`].join(", "));
});
