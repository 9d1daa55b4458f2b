/** The server of examples/admin: it keeps the secret, and serves only its own page. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { openHouse } from "../../examples/admin/server/house.mjs";
import { buildPage } from "../../examples/admin/server/page.mjs";
import { createSandbox } from "../../pkg/sandbox/index.js";

let house;
before(async () => {
  await buildPage();
  house = await openHouse();
});
after(() => house?.close());

const call = (name, headers = { "sec-fetch-site": "same-origin" }) =>
  fetch(`${house.address}api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-pandapon-call": "a".repeat(32), ...headers },
    body: "{}",
  });

/** Returns the first event of an endless response. */
async function firstEvent(path) {
  const { body } = await fetch(house.address + path);
  let text = "";
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n\n")) break;
  }
  return text;
}

test("the page gets its data, and never the secret", async () => {
  const { accessSecret } = createSandbox();
  assert.equal((await call("alibaba.order.list")).status, 200);
  const texts = await Promise.all(
    ["", "house", "calls", "desk"].map(async (path) => (await fetch(house.address + path)).text()),
  );
  texts.push(await firstEvent("live"), await (await call("alibaba.refund.carriers")).text());
  for (const text of texts) {
    assert.notEqual(text, "");
    assert.ok(!text.includes(accessSecret));
  }
});

test("the log shows how a call was signed, with the secret masked", async () => {
  await call("alibaba.order.list");
  const [{ name, code, requestId, explanation }] = await (await fetch(`${house.address}calls`)).json();
  const { accessKey, timestamp, nonceStr } = explanation.fields;
  assert.deepEqual([name, code], ["alibaba.order.list", 200]);
  assert.match(requestId, /^[0-9a-f]{32}$/);
  assert.equal(explanation.stringToSign, `${accessKey}${timestamp}${nonceStr}********`);
});

test("a page that opens receives the push messages of the last weeks", async () => {
  const [, data] = /^event: history\ndata: (.*)\n\n/.exec(await firstEvent("live")) ?? [];
  assert.ok(JSON.parse(data).length > 100);
});

test("endpoints that the page does not need are refused", async () => {
  assert.equal((await call("taobao.order.create")).status, 403);
});

test("pages of other sites are refused", async () => {
  assert.equal((await call("alibaba.order.payUrl", { "sec-fetch-site": "cross-site" })).status, 403);
  const desk = await fetch(`${house.address}desk/advance`, { method: "POST", body: '{"hours":1}' });
  assert.equal(desk.status, 415);
});

test("DNS rebinding: a foreign name that points to this machine is refused", async () => {
  const status = await new Promise((resolve, reject) => {
    const options = { headers: { host: "evil.example" } };
    request(`${house.address}calls`, options, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  assert.equal(status, 421);
});

test("with a token, all requests require it", async (t) => {
  const locked = await openHouse({ token: "t0ken: of the tests" });
  t.after(() => locked.close());
  const status = async (path, authorization) =>
    (await fetch(locked.address + path, { headers: authorization ? { authorization } : {} })).status;
  const basic = (text) => `Basic ${Buffer.from(text).toString("base64")}`;
  for (const path of ["", "house", "calls", "desk", "live", "api/alibaba.order.list"]) {
    for (const wrong of [undefined, "Basic", basic("ann:"), basic("ann:t0ken"), "Bearer t0ken: of the tests"]) {
      assert.equal(await status(path, wrong), 401, path);
    }
  }
  for (const name of ["", "ann"]) assert.equal(await status("house", basic(`${name}:t0ken: of the tests`)), 200);
});

test("actions of the seller that are not possible are refused with a reason", async () => {
  const answer = await fetch(`${house.address}desk/ship`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"orderId":"1"}',
  });
  assert.equal(answer.status, 409);
  assert.match((await answer.json()).message, /no order/);
});
