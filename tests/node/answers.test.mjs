/** Reading answers: members that must be there, undeclared members, words that no type lists. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Client, DecodeError, need, paginate, parseEvent, undeclared, unlisted } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { clientOf as clientOfAnswers, success } from "./support/vendor.mjs";

/** A client of a vendor that answers with this data. */
const clientOf = (data) => clientOfAnswers(success(JSON.stringify(data))).client;

describe("need", () => {
  test("returns the member, however deep", async () => {
    const client = clientOf({
      baseInfo: { idOfStr: "33", discount: 0, sellerOrder: false },
      productItems: [{ name: "" }],
    });
    const order = await client.alibaba.order.get({ webSite: "1688", orderId: "33" });
    assert.equal(need(order, "baseInfo", "idOfStr"), "33");
    assert.equal(need(order, "baseInfo"), order.baseInfo);
    // Values that only look like nothing.
    assert.equal(need(order, "baseInfo", "discount"), 0);
    assert.equal(need(order, "baseInfo", "sellerOrder"), false);
    assert.equal(need(order, "productItems", 0, "name"), "");
  });

  test("fails with the endpoint and the path of what is missing", async () => {
    for (const data of [{ baseInfo: {} }, { baseInfo: { idOfStr: null } }, { baseInfo: null }, {}, { baseInfo: [] }]) {
      const order = await clientOf(data).alibaba.order.get({ webSite: "1688", orderId: "33" });
      assert.throws(() => need(order, "baseInfo", "idOfStr"), {
        name: "DecodeError",
        message: "alibaba.order.get: baseInfo.idOfStr is missing, and this program needs it",
        endpoint: "alibaba.order.get",
        path: "baseInfo.idOfStr",
        sent: true,
      });
    }
  });

  test("knows the endpoint by every way of calling it", async () => {
    const data = { result: [{ baseInfo: {} }], totalRecord: 1 };
    const client = clientOf(data);
    const fails = (value, ...path) => {
      try {
        return need(value, ...path);
      } catch (error) {
        assert.ok(error instanceof DecodeError);
        return error.message;
      }
    };
    const page = await client.call("alibaba.order.list", {});
    assert.match(fails(page, "result", 7), /^alibaba\.order\.list: result\[7\] is missing,/);
    const { data: same } = await client.alibaba.order.list({}).withResponse();
    assert.match(
      fails(same, "result", 0, "baseInfo", "id"),
      /^alibaba\.order\.list: result\[0\]\.baseInfo\.id is missing,/,
    );
    for await (const order of paginate(client.alibaba.order.list)) {
      assert.match(fails(order, "baseInfo", "id"), /^alibaba\.order\.list: baseInfo\.id is missing,/);
    }
    const raw = await client.request({ method: "GET", path: "/any/path" });
    assert.match(fails(raw, "id"), /^GET \/any\/path: id is missing,/);
    // A part of an answer, and what is none.
    assert.match(fails(page.result[0], "baseInfo", "id"), /^baseInfo\.id is missing,/);
    for (const value of [undefined, null, "text", 7]) assert.match(fails(value, "id"), /^id is missing,/);
  });

  test("leaves no trace in the answer", async () => {
    const client = clientOf({ orderId: "1" });
    const data = await client.alibaba.order.get({ webSite: "1688", orderId: "1" });
    assert.deepEqual(Reflect.ownKeys(data), ["orderId"]);
  });
});

describe("undeclared", () => {
  test("returns what came, with members that no type declares", async () => {
    const order = await clientOf({ newMember: 7, baseInfo: { id: "1" } }).alibaba.order.get({
      webSite: "1688",
      orderId: "1",
    });
    assert.equal(undeclared(order).newMember, 7);
    assert.equal(undeclared(order), order);
    assert.equal(undeclared(parseEvent('{"messageType":"X","messageBody":{},"more":1}')).more, 1);
  });

  test("has no members where there is nothing", () => {
    for (const value of [undefined, null, 7, true]) assert.equal(undeclared(value).id, undefined);
  });
});

test("unlisted passes a word on", async () => {
  assert.equal(unlisted("arrived too late"), "arrived too late");
  const sandbox = createSandbox();
  const params = { webSite: "1688", orderId: "1", cancelReason: unlisted("arrived too late") };
  const { body } = new Client({ ...sandbox }).buildRequest("alibaba.order.cancel", params);
  assert.equal(JSON.parse(body).cancelReason, "arrived too late");
});
