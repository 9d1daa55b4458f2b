/** The standalone examples, each in its runtime, with the packed package and the sandbox over HTTP. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Client, generateTestCallback, nodeListener, yuanToFen } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { bundleForWorkerd } from "./bundles.mjs";
import { output, start } from "./tools.mjs";
import { createWorkspace, pack } from "./workspace.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));

const token = "a token of the tests";

let workspace, vendor, sandbox, order, cargoParamList, pushTo, env;
const addressParam = {
  fullName: "王先生",
  mobile: "13800000000",
  phone: "",
  provinceText: "浙江省",
  cityText: "杭州市",
  townText: "",
  address: "网商路699号",
};

before(async () => {
  workspace = createWorkspace(pack());
  for (const name of ["express", "worker", "deno", "bun", "reconcile"]) {
    cpSync(join(repository, "examples", name), workspace.path(name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules/express"), workspace.path("node_modules/express"));
  vendor = createServer(nodeListener((request) => sandbox.fetch(request)));
  await once(vendor.listen(0, "127.0.0.1"), "listening");
});

after(() => {
  vendor?.closeAllConnections();
  vendor?.close();
  workspace?.remove();
});

/** Starts a sandbox without orders, and a client for it. */
beforeEach(async () => {
  pushTo = undefined;
  const onPush = async (request) => (pushTo ? fetch(pushTo, request) : 200);
  sandbox = createSandbox({ onPush });
  const { alibaba } = new Client({ ...sandbox });
  order = alibaba.order;
  const { data } = await alibaba.product.searchByKeyword({ keyword: "mug" });
  const { offerId, productSkuInfos } = await alibaba.product.get({ offerId: data[0].offerId });
  cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  env = {
    ...process.env,
    PORT: "0",
    SHOP_TOKEN: token,
    PANDAPON_ACCESS_KEY: sandbox.accessKey,
    PANDAPON_ACCESS_SECRET: sandbox.accessSecret,
    PANDAPON_USER_ID: sandbox.userId,
    PANDAPON_BASE_URL: `http://127.0.0.1:${vendor.address().port}`,
  };
});

async function buy() {
  const { orderId } = await order.create({ flow: "general", addressParam, cargoParamList });
  await order.payUrl({ orderId });
  await sandbox.settled();
  return orderId;
}

/** Runs a test while a program is running. */
async function during(program, test) {
  try {
    await test();
  } finally {
    await program.end();
  }
}

const authorization = `Bearer ${token}`;
const get = async (url) => (await fetch(url, { headers: { authorization } })).json();
const post = (url, body, headers = { authorization }) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("Express: a shop orders, and push messages update the order", async () => {
  const shop = start("node", [workspace.path("express/server.mjs")], { env });
  await during(shop, async () => {
    const [url] = await shop.said(/http:\/\/localhost:\d+\//);
    pushTo = `${url}push`;
    const [product] = await get(`${url}products?keyword=mug`);
    assert.match(product.offerId, /^\d+$/);

    const [cargo] = cargoParamList;
    const made = await post(`${url}orders`, {
      number: "A-1",
      ...cargo,
      price: 1,
      addressParam: { address: "elsewhere" },
    });
    assert.equal(made.status, 201);
    const { orderId } = await made.json();
    assert.match(orderId, /^\d{19}$/);
    const sent = sandbox.requests().findLast(({ endpoint }) => endpoint === "alibaba.order.create");
    assert.deepEqual(JSON.parse(sent.body), {
      flow: "general",
      addressParam,
      cargoParamList: [{ ...cargo, offerId: Number(cargo.offerId) }],
    });
    await order.payUrl({ orderId });
    await sandbox.settled();
    assert.deepEqual(await get(`${url}orders/${orderId}`), { status: "waitsellersend" });

    // The same number again, as with a second click, is one order.
    const again = await Promise.all([1, 2].map(() => post(`${url}orders`, { number: "A-1", ...cargo })));
    for (const answer of again) assert.deepEqual(await answer.json(), { orderId });
    assert.equal((await order.list({})).totalRecord, 1);

    const { body, headers } = generateTestCallback({ messageType: "x", messageBody: {} }, sandbox);
    assert.equal((await fetch(pushTo, { method: "POST", body: `${body} `, headers })).status, 401);
  });
});

test("Express: orders without a login, above the shop's maximum, or with other fields are refused", async () => {
  const shop = start("node", [workspace.path("express/server.mjs")], { env: { ...env, SHOP_MAX_YUAN: "100.00" } });
  await during(shop, async () => {
    const [url] = await shop.said(/http:\/\/localhost:\d+\//);
    const [cargo] = cargoParamList;
    for (const headers of [
      {},
      { authorization: "" },
      { authorization: "Bearer" },
      { authorization: `${authorization}x` },
    ]) {
      assert.equal((await post(`${url}orders`, { number: "A-1", ...cargo }, headers)).status, 401);
      for (const path of ["products?keyword=mug", "orders/1"])
        assert.equal((await fetch(url + path, { headers })).status, 401);
    }
    const wrong = [
      [{ quantity: 900 }, /more than 100.00 yuan/],
      [{ quantity: 900, price: "0.01", flow: "general" }, /more than 100.00 yuan/],
      ...[0, -6, 1.5, "6", 1e9, null].map((quantity) => [{ quantity }, /quantity must be/]),
      ...[undefined, 7, "", ["A-1"], "A".repeat(65)].map((number) => [
        { number },
        /number, offerId and specId must be texts/,
      ]),
      [{ specId: undefined, cargoParamList }, /specId must be texts/],
    ];
    for (const [members, says] of wrong) {
      const refused = await post(`${url}orders`, { number: "A-1", ...cargo, ...members });
      const { sent, message } = await refused.json();
      assert.deepEqual([refused.status, sent], [422, false], message);
      assert.match(message, says);
    }
    assert.equal((await order.list({})).totalRecord, 0);
    const { port } = new URL(url);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter(({ internal }) => !internal);
    for (const { address, family } of others) {
      const elsewhere = `http://${family === "IPv6" ? `[${address}]` : address}:${port}/`;
      if (!address.startsWith("fe80"))
        await assert.rejects(fetch(elsewhere, { signal: AbortSignal.timeout(1000) }), elsewhere);
    }
  });
  const { SHOP_TOKEN, ...without } = env;
  await assert.rejects(
    output("node", [workspace.path("express/server.mjs")], { env: without }),
    /SHOP_TOKEN is not set/,
  );
});

test("a worker in workerd receives push messages and returns orders", async () => {
  const folder = workspace.path("worker");
  await bundleForWorkerd({ entry: join(folder, "worker.js"), to: workspace.make("worker", "bundle") + "/worker.js" });
  cpSync(join(folder, "config.capnp"), join(folder, "bundle/config.capnp"));
  const worker = start("workerd", ["serve", "--control-fd=1", join(folder, "bundle/config.capnp")], { env });
  await during(worker, async () => {
    const [, port] = await worker.said(/"socket":"http","port":(\d+)/);
    pushTo = `http://127.0.0.1:${port}/push`;
    const orderId = await buy();
    await worker.said(/ORDER_BUYER_VIEW_ORDER_PAY:1:\d{19}:\d+/);
    const address = `http://127.0.0.1:${port}/orders`;
    for (const headers of [{}, { authorization: `${authorization}x` }]) {
      assert.equal((await fetch(address, { headers })).status, 401);
    }
    const orders = await get(address);
    assert.deepEqual(
      orders.map(({ id, status }) => ({ id, status })),
      [{ id: orderId, status: "waitsellersend" }],
    );
  });
});

test("Deno lists late orders", async () => {
  const orderId = await buy();
  const args = ["run", "--allow-env", "--allow-net", "--no-lock", "late.ts"];
  const listed = async (days) => output("deno", [...args, days], { cwd: workspace.path("deno"), env });
  assert.match(await listed("0"), new RegExp(`^${orderId} \\d{4}-\\d\\d-\\d\\d .* yuan$`, "m"));
  assert.doesNotMatch(await listed("1"), new RegExp(orderId));
});

test("Bun prints push messages", async () => {
  const program = start("bun", ["push.ts"], { cwd: workspace.path("bun"), env });
  await during(program, async () => {
    const [, url] = await program.said(/listening on (\S+)/);
    pushTo = url;
    const orderId = await buy();
    await program.said(new RegExp(`${orderId} waitsellersend`));
  });
});

test("the nightly reconciliation finds differences, to the fen", async () => {
  const orderId = await buy();
  const { baseInfo, productItems } = await order.get({ webSite: "1688", orderId });
  const [today] = productItems[0].gmtCreate.split(" ");
  const fen = yuanToFen(baseInfo.totalAmount);
  const reconcile = async (books) => {
    const script = `node ${workspace.path("reconcile/reconcile.mjs")} ${today}; echo "exit code $?"`;
    return new Promise((resolve) => {
      const child = execFile("sh", ["-c", script], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
      child.stdin.end(JSON.stringify(books));
    });
  };
  assert.match(await reconcile({ [orderId]: fen }), /exit code 0\n1 orders, 0 differences/);
  assert.match(await reconcile({ [orderId]: fen + 1 }), new RegExp(`${orderId} .*in the books.*\nexit code 1`));
  assert.match(await reconcile({}), /not in the books\nexit code 1/);
  assert.match(await reconcile({ [orderId]: fen, "3305075341149134261": 1 }), /unknown to the vendor\nexit code 1/);
});
