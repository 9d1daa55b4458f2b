/** Ids, prices and numbers keep all their digits in both directions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ValidationError } from "../../pkg/index.node.js";
import { clientOf, credentials, failure, success } from "./support/vendor.mjs";

const LARGEST = "9223372036854775807";
const ids = [LARGEST, "3305075341149134261", "9007199254740993", "9007199254740991", "7"];

const cancel = (id) => ({ webSite: "1688", orderId: id, cancelReason: "buyerCancel" });
const refund = (orderEntryIds) => ({
  orderId: LARGEST,
  orderEntryIds,
  disputeRequest: "refund",
  applyPayment: 1,
  applyCarriage: 0,
  applyReasonId: "20021",
  description: "colour differs",
  goodsStatus: "refundWaitBuyerReceive",
});

for (const id of ids) {
  test(`the id ${id} is sent unchanged, whether a string or a bigint`, async () => {
    const { client, requests } = clientOf(success("true"));
    for (const orderId of [id, BigInt(id)]) await client.alibaba.order.cancel(cancel(orderId));
    await client.alibaba.refund.create(refund([id, BigInt(id)]));
    assert.equal(requests[0].body, `{"webSite":"1688","orderId":${id},"cancelReason":"buyerCancel"}`);
    assert.equal(requests[1].body, requests[0].body);
    assert.match(requests[2].body, new RegExp(`"orderId":${LARGEST},"orderEntryIds":\\[${id},${id}\\]`));
  });

  test(`the id ${id} is returned as a string of its digits, whether the vendor sends a number or text`, async () => {
    const { client } = clientOf([`{"refundId":${id}}`, `{"refundId":"${id}"}`].map(success));
    assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { refundId: id });
    assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { refundId: id });
  });
}

test("an id that is text at the vendor is sent as text, in a query too", async () => {
  const { client, requests } = clientOf(success());
  await client.alibaba.order.payUrl({ orderId: 3305075341149134261n });
  await client.alibaba.order.payBatch({ orderIds: [3305075341149134261n, "7", 7] });
  assert.equal(new URL(requests[0].url).search, "?orderId=3305075341149134261");
  assert.equal(requests[1].body, '{"orderIds":["3305075341149134261","7","7"]}');
});

test("a safe integer is a valid id; one that JavaScript has rounded is refused with the reason", async () => {
  const { client, requests } = clientOf(success("true"));
  await client.alibaba.order.cancel(cancel(Number.MAX_SAFE_INTEGER));
  assert.match(requests[0].body, /"orderId":9007199254740991,/);
  for (const rounded of [3305075341149134261, 2 ** 53, -(2 ** 53), 1e21]) {
    const error = await failure(client.alibaba.order.cancel(cancel(rounded)));
    assert.ok(error instanceof ValidationError);
    assert.deepEqual(
      error.issues.map(({ path, code }) => ({ path, code })),
      [{ path: "orderId", code: "unsafe_number" }],
    );
    assert.match(error.message, /orderId is a number beyond 2\^53-1.*rounded.*pass ids as strings or bigints/);
  }
  assert.equal(requests.length, 1);
});

test("only 64-bit integers in plain digits are valid ids", async () => {
  const { client, requests } = clientOf(success("true"));
  const wrong = ["9223372036854775808", 2n ** 63n, "0x1f", "1e3", "007", "+7", " 7", "7 ", "1.0", 1.5, "", "七", "TQ1"];
  for (const id of wrong) {
    const error = await failure(client.alibaba.order.cancel(cancel(id)));
    assert.ok(error instanceof ValidationError, String(id));
    assert.equal(error.issues[0].path, "orderId");
  }
  assert.equal(requests.length, 0);
});

test("ids are strings at any depth of a response, even short ones", async () => {
  const { client } = clientOf(
    success(
      '{"baseInfo":{"id":12,"idOfStr":"12"},' +
        '"productItems":[{"subItemID":3305075341150134261,"productID":5,"skuID":6}]}',
    ),
  );
  assert.deepEqual(await client.alibaba.order.get({ webSite: "1688", orderId: "12" }), {
    baseInfo: { id: "12", idOfStr: "12" },
    productItems: [{ subItemID: "3305075341150134261", productID: "5", skuID: "6" }],
  });
});

test("prices in yuan keep all digits that the vendor sends", async () => {
  const { client } = clientOf(
    success(
      '{"baseInfo":{"totalAmount":12.10,"shippingFee":"0.00","refund":0.1},' +
        '"productItems":[{"price":123456789012345678.90}]}',
    ),
  );
  assert.deepEqual(await client.alibaba.order.get({ webSite: "1688", orderId: "1" }), {
    baseInfo: { totalAmount: "12.10", shippingFee: "0.00", refund: "0.1" },
    productItems: [{ price: "123456789012345678.90" }],
  });
});

test("unknown fields are kept; numbers that a double cannot represent are returned as text", async () => {
  const { client } = clientOf(
    success(
      '{"refundId":"TQ1","newMember":{"big":12345678901234567890,"negative":-3305075341149134261,"small":42,' +
        '"decimal":0.5,"long":0.12345678901234567890,"huge":1e400,"list":[1,9007199254740993],' +
        '"nothing":null,"__proto__":7}}',
    ),
  );
  const { newMember } = await client.alibaba.refund.get({ refundId: "TQ1" });
  assert.deepEqual(Object.entries(newMember), [
    ["big", "12345678901234567890"],
    ["negative", "-3305075341149134261"],
    ["small", 42],
    ["decimal", 0.5],
    ["long", "0.12345678901234567890"],
    ["huge", "1e400"],
    ["list", [1, "9007199254740993"]],
    ["nothing", null],
    ["__proto__", 7],
  ]);
});

test("digits inside a string stay a string", async () => {
  const note = 'order 3305075341149134261, {"orderId":3305075341149134261}, 12.10 \\ " 订单';
  const { client, requests } = clientOf(success(JSON.stringify({ remark: note })));
  assert.equal((await client.alibaba.refund.get({ refundId: "TQ1" })).remark, note);
  await client.alibaba.order.cancel({ ...cancel("1"), remark: note });
  assert.equal(JSON.parse(requests[1].body).remark, note);
});

test("request() keeps all digits in both directions", async () => {
  const { client, requests } = clientOf(success('{"orderId":3305075341149134261,"count":3}'));
  const data = await client.request({
    method: "POST",
    path: "/some/path",
    query: { id: 9223372036854775807n },
    body: { id: 3305075341149134261n, text: "3305075341149134261" },
  });
  assert.deepEqual(data, { orderId: "3305075341149134261", count: 3 });
  assert.match(requests[0].url, /\/some\/path\?id=9223372036854775807$/);
  assert.equal(requests[0].body, '{"id":3305075341149134261,"text":"3305075341149134261"}');
});

test("the sub-account's id may be a string, a bigint or a safe integer", () => {
  for (const userId of ["1688000000001", 1688000000001n, 1688000000001]) {
    const { client } = clientOf(success(), { ...credentials, userId });
    const { headers } = client.buildRequest("alibaba.refund.get", { refundId: "TQ1" });
    assert.equal(headers["user-id"], "1688000000001");
  }
});
