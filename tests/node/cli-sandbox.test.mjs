/** `pandapon sandbox`: the vendor over HTTP. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { ApiError, Client } from "../../pkg/index.node.js";
import { signHeaders, verifyCallback } from "../../pkg/sign/index.js";
import { addressParam } from "./support/buyer.mjs";
import { BIN, control, run, say, startSandbox } from "./support/cli.mjs";
import { failure } from "./support/vendor.mjs";

const isAlive = async (access) => assert.equal((await control(access, "pushes")).status, 200);

test("a new user can start it, paste the line that it prints, and run the README's example over HTTP", async (t) => {
  const child = spawn(process.execPath, [BIN, "sandbox", "--port", "0"], { env: { PATH: process.env.PATH } });
  t.after(() => child.kill("SIGKILL"));
  let printed = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    printed += chunk;
    if (printed.includes("Ctrl+C")) break;
  }
  const curl = printed.split("\n").find((line) => line.startsWith("curl "));
  for (const shell of ["bash", "sh", "bash"]) {
    const { code, data } = JSON.parse(execFileSync(shell, ["-c", curl], { encoding: "utf8" }));
    assert.deepEqual([code, data.data[0].subjectTrans], [200, "Ceramic mug, Home, wholesale from stock"]);
  }
  const exports = printed.split("\n").filter((line) => line.startsWith("export "));
  const script = `${exports.join("\n")}\n"${process.execPath}" "${BIN}" call alibaba.refund.carriers`;
  assert.ok(JSON.parse(execFileSync("bash", ["-c", script], { encoding: "utf8" })).length > 0);

  const access = Object.fromEntries(exports.map((line) => line.slice("export PANDAPON_".length).split("=")));
  const { BASE_URL: baseUrl, ACCESS_KEY: accessKey, ACCESS_SECRET: accessSecret, USER_ID: userId } = access;
  const client = new Client({ baseUrl, accessKey, accessSecret, userId });
  const { data } = await client.alibaba.product.searchByKeyword({ keyword: "mug", country: "en" });
  const { subjectTrans, priceInfo } = data[0];
  assert.deepEqual([subjectTrans, priceInfo.price], ["Ceramic mug, Home, wholesale from stock", "7.00"]);
});

test("an order, its shipment and a refund, with the client and the controls", async (t) => {
  const { access } = await startSandbox(t);
  const { accessKey, accessSecret } = access;
  const { product, order, refund } = new Client(access).alibaba;
  const { offerId, productSkuInfos } = await product.get({ offerId: "701901950237" });
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  const { orderId } = await order.create({ flow: "general", addressParam, cargoParamList });
  assert.equal((await control(access, "changePrice", { orderId, goods: 1234 })).status, 200);
  await order.payUrl({ orderId });
  assert.deepEqual(await control(access, "ship", { orderId }), { status: 200, body: {} });
  const bought = await order.get({ webSite: "1688", orderId });
  assert.deepEqual([bought.baseInfo.status, bought.baseInfo.sumProductPayment], ["waitbuyerreceive", "12.34"]);

  const goods = {
    orderId,
    orderEntryIds: bought.productItems.map(({ subItemID }) => subItemID),
    goodsStatus: "refundWaitBuyerReceive",
  };
  const { reasons } = await refund.reasons(goods);
  const { refundId } = await refund.create({
    ...goods,
    disputeRequest: "refund",
    applyPayment: 100,
    applyCarriage: 0,
    applyReasonId: reasons.find(({ needVoucher }) => !needVoucher).id,
    description: "too late",
  });
  assert.equal((await control(access, "sellerRefuses", { refundId, reason: "no" })).status, 200);
  assert.equal((await refund.get({ refundId })).rejectReason, "no");

  const { body: pushes } = await control(access, "pushes");
  assert.ok(pushes.length >= 4);
  for (const push of pushes) assert.ok(verifyCallback({ accessKey, accessSecret, ...push }));
  assert.deepEqual((await control(access, "pushes")).body, [], "each message is returned once");
  const { body: requests } = await control(access, "requests");
  assert.deepEqual([requests[0].endpoint, requests.at(-1).code], ["alibaba.product.get", 200]);

  const { body: state } = await control(access, "snapshot", {});
  const { skuId } = productSkuInfos[0];
  assert.equal((await control(access, "setStock", { skuId, pieces: 0 })).status, 200);
  assert.equal((await order.preview({ cargoParamList })).success, false);
  assert.equal((await control(access, "advance", { milliseconds: 1000 })).status, 200);
  assert.equal((await control(access, "restore", state)).status, 200);
  assert.equal((await order.preview({ cargoParamList })).success, true);
  assert.equal((await control(access, "restore", { snapshot: "{}" })).status, 409);
});

test("invalid controls are refused with a reason; ids may be numbers of any length", async (t) => {
  const { access } = await startSandbox(t);
  const { baseUrl } = access;
  const cases = [
    [409, "ship", '{"orderId": 3305075341149134261}', /order "3305075341149134261" not found/],
    [409, "sellerAgrees", '{"refundId": "TQ1"}', /refund "TQ1" not found/],
    [400, "ship", "{}", /missing field orderId/],
    [400, "ship", '{"orderId": "1", "order": 1}', /unknown field order, expected one of orderId/],
    [400, "ship", "[1]", /JSON object/],
    [400, "ship", "{", /not JSON/],
    [400, "ship", '{"orderId": "1", "items": "1"}', /items must be an array/],
    [400, "advance", '{"milliseconds": 99999999999999999999}', /milliseconds must be a whole number/],
    [409, "changePrice", '{"orderId": "1", "goods": 1}', /order "1" not found/],
    [409, "closeOrder", '{"orderId": "1"}', /order "1" not found/],
    [404, "explode", "{}", /unknown control, expected one of advance, /],
    [405, "requests", "{}", /GET/],
  ];
  for (const [status, name, body, says] of cases) {
    const answer = await fetch(`${baseUrl}/sandbox/control/${name}`, { method: "POST", body });
    assert.equal(answer.status, status, name);
    assert.match((await answer.json()).error, says);
  }
  const origin = "https://elsewhere.example";
  assert.equal((await fetch(`${baseUrl}/sandbox/control/pushes`, { headers: { origin } })).status, 403);
});

test("malformed requests get a response and do no harm", async (t) => {
  const { access } = await startSandbox(t);
  const { baseUrl, accessKey, accessSecret, userId } = access;
  const line = (request, ...headers) =>
    [request, "Host: localhost", "Connection: close", ...headers, "", ""].join("\r\n");
  const path = "/alibaba/order/detail";
  for (const [status, text] of [
    [400, "nonsense\r\n\r\n"],
    [400, line(`GET ${path} HTTP/1.1`, "bro ken: header")],
    [400, line("GET nowhere HTTP/1.1")],
    [200, `${line(`POST ${path} HTTP/1.1`, "content-length: 1")}\xff`],
    [400, line(`POST ${path} HTTP/1.1`, "content-length: -1")],
    [413, line(`POST ${path} HTTP/1.1`, "content-length: 33554433")],
    [431, line(`GET ${path} HTTP/1.1`, `long: ${"x".repeat(20_000)}`)],
    [415, line(`POST ${path} HTTP/1.1`, "content-encoding: gzip")],
    [404, line("GET //alibaba HTTP/1.1")],
    [404, line("OPTIONS * HTTP/1.1")],
    [404, line("GET /%zz?%ff=%fe HTTP/1.1")],
    [405, line(`HEAD ${path} HTTP/1.1`)],
    [405, line(`OPTIONS ${path} HTTP/1.1`)],
    [400, line(`TRACE ${path} HTTP/1.1`)],
    [405, line(`DELETE ${path} HTTP/1.1`)],
    [405, line(`GET http://localhost${path} HTTP/1.1`)],
    [200, line(`POST ${path} HTTP/1.1`)],
  ]) {
    const answer = await say(baseUrl, Buffer.from(text, "latin1"));
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), text.slice(0, 200));
    if (status === 405) assert.match(answer, /^allow: /im, text);
  }
  const { port } = new URL(baseUrl);
  const left = connect(port, "127.0.0.1");
  left.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`);
  await once(left, "connect");
  left.destroy();
  await isAlive(access);

  const headers = { ...signHeaders({ accessKey, accessSecret, userId }), "content-type": "application/json" };
  const send = async () => (await fetch(baseUrl + path, { method: "POST", headers, body: "not JSON" })).json();
  assert.equal((await send()).code, 990_007);
  assert.match((await send()).msg, /nonce-str was already used/);
  const stranger = new Client({ ...access, accessSecret: "another" });
  assert.ok((await failure(stranger.alibaba.order.list({}))) instanceof ApiError);
});

test("pages of other origins are served only with --cors", async (t) => {
  const path = "/alibaba/order/detail";
  const { access: closed } = await startSandbox(t);
  const { access: open } = await startSandbox(t, ["--cors"]);
  const preflight = (access) => fetch(access.baseUrl + path, { method: "OPTIONS" });
  assert.equal((await preflight(closed)).headers.get("access-control-allow-origin"), null);
  const allowed = await preflight(open);
  assert.deepEqual([allowed.status, allowed.headers.get("access-control-allow-origin")], [204, "*"]);
});

test("the same seed has the same keys; a port in use and an invalid option are usage errors", async (t) => {
  const started = [["--seed", "7"], ["--seed", "7"], []].map((args) => startSandbox(t, args));
  const [one, two, three] = await Promise.all(started);
  assert.equal(one.access.accessSecret, two.access.accessSecret);
  assert.notEqual(one.access.accessSecret, three.access.accessSecret);
  const { port } = new URL(one.access.baseUrl);
  for (const args of [["--port", port], ["--port", "65536"], ["--seed", "-1"], ["--seed=1.5"], ["surplus"]]) {
    const { code, stderr } = await run(["sandbox", ...args]);
    assert.equal(code, 2, stderr);
  }
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`exits cleanly on ${signal}, even with an open connection`, async (t) => {
    const { child, access } = await startSandbox(t);
    await new Client(access).alibaba.order.list({});
    child.kill(signal);
    assert.deepEqual(await once(child, "close"), [0, null]);
  });
}
