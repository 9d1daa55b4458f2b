/** The server of examples/admin: it keeps the secret, and serves its own page alone. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { buildPage } from "../../examples/admin/server/page.mjs";
import { openServer } from "../../examples/admin/server/server.mjs";
import { createSandbox } from "../../pkg/sandbox/index.js";

let server;
before(async () => {
  await buildPage();
  server = await openServer();
});
after(() => server?.close());

const call = (name, headers = { "sec-fetch-site": "same-origin" }) =>
  fetch(`${server.address}api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-pandapon-call": "a".repeat(32), ...headers },
    body: "{}",
  });

/** The first event of an endless answer. */
async function firstEvent(path) {
  const { body } = await fetch(server.address + path);
  let text = "";
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n\n")) break;
  }
  return text;
}

test("the page gets what it asks for, and never the secret", async () => {
  const { accessSecret } = createSandbox();
  assert.equal((await call("alibaba.order.list")).status, 200);
  const texts = await Promise.all(
    ["", "server", "calls", "seller"].map(async (path) => (await fetch(server.address + path)).text()),
  );
  texts.push(await firstEvent("events"), await (await call("alibaba.refund.carriers")).text());
  for (const text of texts) {
    assert.notEqual(text, "");
    assert.ok(!text.includes(accessSecret));
  }
});

test("the log shows how a call was signed, with the secret masked", async () => {
  await call("alibaba.order.list");
  const [{ name, code, requestId, explanation }] = await (await fetch(`${server.address}calls`)).json();
  const { accessKey, timestamp, nonceStr } = explanation.fields;
  assert.deepEqual([name, code], ["alibaba.order.list", 200]);
  assert.match(requestId, /^[0-9a-f]{32}$/);
  assert.equal(explanation.stringToSign, `${accessKey}${timestamp}${nonceStr}********`);
});

test("push messages of the last weeks are told to a page that opens", async () => {
  const [, data] = /^event: history\ndata: (.*)\n\n/.exec(await firstEvent("events")) ?? [];
  assert.ok(JSON.parse(data).length > 100);
});

test("endpoints that the page does not need are refused", async () => {
  assert.equal((await call("taobao.order.create")).status, 403);
});

test("pages of other sites are refused", async () => {
  assert.equal((await call("alibaba.order.payUrl", { "sec-fetch-site": "cross-site" })).status, 403);
  const answer = await fetch(`${server.address}seller/advance`, { method: "POST", body: '{"hours":1}' });
  assert.equal(answer.status, 415);
});

test("another site's name that was pointed at this machine is refused", async () => {
  const status = await new Promise((resolve, reject) => {
    const options = { headers: { host: "evil.example" } };
    request(`${server.address}calls`, options, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  assert.equal(status, 421);
});

test("with a token everything asks for it", async (t) => {
  const locked = await openServer({ token: "t0ken: of the tests" });
  t.after(() => locked.close());
  const status = async (path, authorization) =>
    (await fetch(locked.address + path, { headers: authorization ? { authorization } : {} })).status;
  const basic = (text) => `Basic ${Buffer.from(text).toString("base64")}`;
  for (const path of ["", "server", "calls", "seller", "events", "api/alibaba.order.list"]) {
    for (const wrong of [undefined, "Basic", basic("ann:"), basic("ann:t0ken"), "Bearer t0ken: of the tests"]) {
      assert.equal(await status(path, wrong), 401, path);
    }
  }
  for (const name of ["", "ann"]) assert.equal(await status("server", basic(`${name}:t0ken: of the tests`)), 200);
});

test("the seller's desk says what it cannot do", async () => {
  const answer = await fetch(`${server.address}seller/ship`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"orderId":"1"}',
  });
  assert.equal(answer.status, 409);
  assert.match((await answer.json()).message, /order "1" not found/);
});
