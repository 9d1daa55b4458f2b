/** Pagination: lazy, complete, and finite. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, ConfigError, DecodeError, endpoints, paginate, TimeoutError } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { clientOf, credentials, failure, success, thrown } from "./support/vendor.mjs";

/** A vendor with `count` records in pages; `frame` formats a page. */
function lister(count, frame, options) {
  const pages = [];
  const fetch = async (url, init) => {
    const asked = JSON.parse(init.body);
    const page = asked.beginPage ?? asked.pageNo ?? asked.page;
    pages.push(page);
    const size = Math.min(asked.pageSize ?? 20, 20);
    const start = (page - 1) * size;
    const records = Array.from({ length: Math.max(0, Math.min(size, count - start)) }, (_, index) => start + index);
    return new Response(success(JSON.stringify(frame(records, { count, size, page }))));
  };
  return { client: new Client({ ...credentials, fetch, ...options }), pages };
}

const byTotalPage = (data, { count, size }) => ({ totalPage: Math.ceil(count / size), totalRecords: count, data });
const byTotalRecord = (result, { count }) => ({ result, totalRecord: count });
const bare = (records) => records;
const noTotals = (data, { page }) => ({ pageNo: page, data });

async function collect(listing) {
  const records = [];
  for await (const record of listing) records.push(record);
  return records;
}

const upTo = (count) => Array.from({ length: count }, (_, index) => index);

for (const count of [0, 1, 19, 20, 21, 40, 45]) {
  test(`${count} records: with totals, the listing ends at the last page`, async () => {
    for (const [name, frame, params] of [
      ["searchByKeyword", byTotalPage, { keyword: "mug" }],
      ["searchInStore", byTotalPage, { keyword: "mug", sellerOpenId: "BBBpKZF" }],
    ]) {
      const { client, pages } = lister(count, frame);
      assert.deepEqual(await collect(paginate(client.alibaba.product[name], params)), upTo(count));
      assert.deepEqual(
        pages,
        upTo(Math.max(1, Math.ceil(count / 20))).map((page) => page + 1),
      );
    }
    const { client, pages } = lister(count, byTotalRecord);
    assert.deepEqual(await collect(paginate(client.alibaba.order.list)), upTo(count));
    assert.equal(pages.length, Math.max(1, Math.ceil(count / 20)));
  });

  test(`${count} records: without totals, the listing ends at an empty page, and nothing is lost`, async () => {
    for (const [group, name, frame, params] of [
      ["alibaba", "related", bare, { offerId: "701901950237", pageSize: 50 }],
      ["taobao", "recommend", noTotals, { pageSize: 50 }],
    ]) {
      const { client, pages } = lister(count, frame);
      assert.deepEqual(await collect(paginate(client[group].product[name], params)), upTo(count));
      assert.equal(pages.length, Math.ceil(count / 20) + 1);
    }
  });
}

test("a vendor that repeats its last page: the listing ends", async () => {
  const { client, requests } = clientOf([success("[1,2]"), success("[3]")]);
  assert.deepEqual(await collect(paginate(client.alibaba.product.related, { offerId: "701901950237" })), [1, 2, 3]);
  assert.equal(requests.length, 3);
});

test("repeated pages: each record is returned once, and the listing ends", async () => {
  const last = "[3]";
  for (const [pages, records, count] of [
    [["[1,2]", last, last, last], [1, 2, 3], 3],
    [["[1,2]", "[3]", "[1,2]", "[3]"], [1, 2, 3], 3],
    [["[1]"], [1], 2],
    [["[]"], [], 1],
  ]) {
    const { client, requests } = clientOf(pages.map(success));
    assert.deepEqual(await collect(paginate(client.alibaba.product.related, { offerId: "701901950237" })), records);
    assert.equal(requests.length, count);
  }
  const { client, requests } = clientOf(success('{"result":[{"baseInfo":{"id":1}}],"totalRecord":1000}'));
  assert.equal((await collect(paginate(client.alibaba.order.list))).length, 1);
  assert.equal(requests.length, 3, "one more page is requested if the totals promise more");
});

test("totals may be text, and are ignored if they contradict the page", async () => {
  for (const [total, asked] of [
    ['"45"', 3],
    ["45.0", 3],
    ["0", 4],
    ["null", 4],
    ['"many"', 4],
    ["-1", 4],
  ]) {
    const { client, pages } = lister(45, (result) => ({ result, totalRecord: "TOTAL" }));
    const method = Object.defineProperty(
      async (...args) => JSON.parse(JSON.stringify(await client.alibaba.order.list(...args)).replace('"TOTAL"', total)),
      "name",
      { value: "alibaba.order.list" },
    );
    assert.deepEqual(await collect(paginate(method)), upTo(45), total);
    assert.equal(pages.length, asked, total);
  }
});

test("an invalid page is refused immediately", () => {
  const { client, requests } = clientOf(success());
  for (const page of [0, -1, 1.5, NaN, Infinity, "first", "", {}, [], true, 2n ** 60n]) {
    assert.ok(thrown(() => paginate(client.alibaba.order.list, { page })) instanceof ConfigError, String(page));
  }
  assert.equal(requests.length, 0);
});

test("pages are requested as needed, and not after the loop ends", async () => {
  const { client, pages } = lister(100, byTotalPage);
  const listing = paginate(client.alibaba.product.searchByKeyword, { keyword: "mug" });
  await new Promise(setImmediate);
  assert.deepEqual(pages, [], "nothing is requested before the first record");
  for await (const record of listing) {
    assert.ok(pages.length <= Math.floor(record / 20) + 1);
    if (record === 25) break;
  }
  assert.deepEqual(pages, [1, 2]);
  assert.deepEqual(await listing.next(), { done: true, value: undefined });
});

test("a listing starts at the page in the params, and passes on the other params", async () => {
  const { client, pages } = lister(100, byTotalPage);
  const params = { keyword: "mug", beginPage: 4 };
  assert.equal((await collect(paginate(client.alibaba.product.searchByKeyword, params)))[0], 60);
  assert.deepEqual(pages, [4, 5]);
  assert.deepEqual(params, { keyword: "mug", beginPage: 4 }, "the caller's params are not changed");
});

test("every paginated endpoint can be listed, with any of the three names of the page param", async () => {
  const names = [];
  const { client } = lister(0, bare, {
    allowUnknown: true,
    routes: Object.fromEntries(endpoints.filter(({ path }) => !path).map(({ name }) => [name, "POST /listing"])),
  });
  for (const { name } of endpoints) {
    const method = name.split(".").reduce((group, step) => group[step], client);
    try {
      paginate(method);
      names.push(name);
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /is not a paginated endpoint/);
    }
  }
  for (const generation of ["", "v2."]) {
    for (const name of [
      "alibaba.order.list",
      "alibaba.product.searchByKeyword",
      "alibaba.product.searchByImage",
      "alibaba.product.searchInStore",
      "alibaba.product.related",
      "alibaba.product.recommend",
      "taobao.product.searchByKeyword",
      "taobao.refund.list",
      "taobao.order.list",
    ]) {
      assert.ok(names.includes(generation + name), generation + name);
    }
  }
  assert.ok(names.includes("taobao.product.recommend"));
});

test("a signal ends a listing between records and during a request, with its reason", async () => {
  const { client, pages } = lister(100, byTotalPage);
  const controller = new AbortController();
  const seen = [];
  const listing = paginate(client.alibaba.product.searchByKeyword, { keyword: "mug" }, { signal: controller.signal });
  const run = (async () => {
    for await (const record of listing) {
      seen.push(record);
      if (record === 5) controller.abort("enough");
    }
  })();
  await assert.rejects(run, { name: "AbortError", cause: "enough", sent: false });
  assert.deepEqual(seen, upTo(6));
  assert.deepEqual(pages, [1]);

  const { client: silent } = clientOf(() => new Promise(() => {}));
  const late = new AbortController();
  const waiting = paginate(silent.alibaba.order.list, {}, { signal: late.signal }).next();
  late.abort("too long");
  await assert.rejects(waiting, { name: "AbortError", cause: "too long", sent: false });
});

test("a page that fails ends the listing with its error, after the records before it", async () => {
  const { client } = clientOf([success("[1,2]"), () => new Promise(() => {})]);
  const listing = paginate(client.alibaba.product.related, { offerId: "701901950237" }, { timeout: 20, maxRetries: 0 });
  assert.deepEqual([(await listing.next()).value, (await listing.next()).value], [1, 2]);
  await assert.rejects(listing.next(), TimeoutError);
  assert.equal((await listing.next()).done, true);
});

test("a response without a declared list: its only list is used, or an error is thrown", async () => {
  const records = async (data) => {
    const { client } = clientOf([success(data), success("{}")]);
    return collect(paginate(client.taobao.refund.list, { pageSize: 20 }));
  };
  assert.deepEqual(await records('{"total":2,"rows":[1,2]}'), [1, 2]);
  assert.deepEqual(await records("null"), []);
  assert.deepEqual(await records("{}"), []);
  for (const unclear of ['{"rows":[1],"columns":[2]}', '{"total":2}']) {
    await assert.rejects(records(unclear), (error) => error instanceof DecodeError && error.sent);
  }
  for (const unclear of [
    '{"rows":[1],"columns":[2]}',
    '{"result":{"1":{}},"rows":[1]}',
    '{"result":"[]"}',
    '"rows"',
    "7",
  ]) {
    const { client } = clientOf(success(unclear));
    await assert.rejects(collect(paginate(client.alibaba.order.list)), DecodeError, unclear);
  }
});

test("records nested deeper than the stack: DecodeError", async () => {
  const { client } = clientOf(success(`{"result":[${"[".repeat(20_000)}${"]".repeat(20_000)}]}`));
  const error = await failure(collect(paginate(client.alibaba.order.list, {})));
  assert.ok(error instanceof DecodeError, String(error));
  assert.equal(error.sent, true);
  assert.match(error.message, /^alibaba\.order\.list: .*nested too deep/);
});

test("an endpoint that is not paginated is refused immediately", () => {
  const { client, requests } = clientOf(success());
  for (const method of [client.alibaba.order.get, undefined, "alibaba.order.list", () => {}, client]) {
    assert.ok(thrown(() => paginate(method)) instanceof ConfigError);
  }
  assert.equal(requests.length, 0);
});

test("lists the products of the sandbox, each once", async () => {
  const client = new Client(createSandbox());
  const search = client.alibaba.product.searchByKeyword;
  const { totalRecords } = await search({ keyword: "", pageSize: 50 });
  const ids = (await collect(paginate(search, { keyword: "", pageSize: 7 }))).map(({ offerId }) => offerId);
  assert.equal(ids.length, totalRecords);
  assert.equal(new Set(ids).size, totalRecords);
});
