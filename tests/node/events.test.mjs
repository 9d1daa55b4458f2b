/** Push messages: verification of the raw bytes, decoding without loss, dedup keys, generation. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  Client,
  ConfigError,
  constructEvent,
  DecodeError,
  generateTestCallback,
  PandaponError,
  parseEvent,
  SignatureError,
} from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { addressParam, refundOf } from "./support/buyer.mjs";
import { messageTexts } from "./support/message-texts.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/callback/vectors.json", import.meta.url), "utf8"));
const credentials = { accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "fedcba9876543210fedcba9876543210" };
const id = "3305075341149134261";

/** The raw body of a message of generation 1 about an order with an id of 19 digits. */
const paid = `{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_PAY","messageBody":{"orderId":${id},"currentStatus":"waitsellersend"},"messagePlatform":1,"timestamp":"1779263269913"}`;

describe("constructEvent", () => {
  for (const { name, accessKey, accessSecret, body, authorization } of vectors) {
    describe(`vector ${name}`, () => {
      const construct = (input = body, header = authorization, keys = { accessKey, accessSecret }) =>
        constructEvent(input, header, keys);

      test("accepts bytes of any kind and a signature in either letter case", () => {
        const bytes = new TextEncoder().encode(body);
        for (const input of [body, bytes, bytes.buffer, Buffer.from(bytes), new DataView(bytes.buffer)]) {
          assert.deepEqual(construct(input), parseEvent(body));
          assert.deepEqual(construct(input, authorization.toUpperCase()), parseEvent(body));
        }
      });

      test("refuses any changed byte", () => {
        const bytes = new TextEncoder().encode(body);
        for (let index = 0; index < bytes.length; index++) {
          const changed = bytes.slice();
          changed[index] ^= 1;
          assert.throws(() => construct(changed), SignatureError);
        }
        assert.throws(() => construct(`${body} `), SignatureError);
      });

      test("refuses a missing header, another header and other credentials", () => {
        const wrong = [undefined, null, "", "0", authorization.slice(1), `${authorization}0`, 7, {}, [authorization]];
        for (const header of wrong)
          assert.throws(() => constructEvent(body, header, { accessKey, accessSecret }), SignatureError);
        for (const other of [{ accessSecret: `${accessSecret}0` }, { accessKey: `${accessKey}0` }]) {
          assert.throws(() => construct(body, authorization, { accessKey, accessSecret, ...other }), SignatureError);
        }
      });
    });
  }

  test("accepts another base", () => {
    const base = (accessKey, body) => `${Buffer.from(body)}|${accessKey}`;
    const own = { ...credentials, base };
    const { body, headers } = generateTestCallback(parseEvent(paid), own);
    assert.equal(constructEvent(body, headers.authorization, own).messageBody.orderId, id);
    assert.throws(() => constructEvent(body, headers.authorization, credentials), SignatureError);
    assert.throws(() => constructEvent(body, headers.authorization, { ...own, base: () => 7 }), PandaponError);
  });

  test("names missing credentials, and shows none", () => {
    for (const wrong of [
      undefined,
      null,
      {},
      { accessKey: "k" },
      { ...credentials, accessSecret: "" },
      { ...credentials, base: 1 },
    ]) {
      assert.throws(
        () => constructEvent(paid, "00", wrong),
        (error) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.ok(!error.message.includes(credentials.accessSecret));
          return true;
        },
      );
    }
  });
});

describe("parseEvent", () => {
  test("reads a message of generation 1, with exact ids", () => {
    assert.deepEqual(parseEvent(paid), {
      type: "ORDER_BUYER_VIEW_ORDER_PAY",
      form: "OrderChange",
      platform: 1,
      key: `ORDER_BUYER_VIEW_ORDER_PAY:1:${id}:1779263269913`,
      messageType: "1688_ORDER_BUYER_VIEW_ORDER_PAY",
      messageBody: { orderId: id, currentStatus: "waitsellersend" },
      messagePlatform: 1,
      timestamp: "1779263269913",
    });
  });

  test("reads a message of KA, whose body is JSON text", () => {
    const text = JSON.stringify(`{ "orderId": ${id}, "currentStatus": "waitsellersend" }`);
    const ka = `{"messageType":"ORDER_BUYER_VIEW_ORDER_PAY","messageBody":${text},"messagePlatform":1,"timestamp":1779263269913}`;
    const { messageType, ...others } = parseEvent(ka);
    assert.equal(messageType, "ORDER_BUYER_VIEW_ORDER_PAY");
    const { messageType: _, ...expected } = parseEvent(paid);
    assert.deepEqual(others, expected);
  });

  test("keeps unknown types and fields, and numbers beyond a double", () => {
    const event = parseEvent(`{"messageType":"1688_NEW","messageBody":{"n":${id},"small":7},"more":[${id}]}`);
    assert.equal(event.type, "1688_NEW");
    assert.equal(event.form, "Other");
    assert.deepEqual(event.messageBody, { n: id, small: 7 });
    assert.deepEqual(event.more, [id]);
    assert.equal(event.platform, 1);
    assert.equal(event.timestamp, null);
  });

  test("distinguishes by the body what the type does not", () => {
    const form = (type, platform, body) =>
      parseEvent(JSON.stringify({ messageType: type, messagePlatform: platform, messageBody: body })).form;
    const price = "ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY";
    assert.equal(form(`1688_${price}`, 1, { baseInfo: {} }), "Order");
    assert.equal(form(price, 1, { orderId: "1", orderStatus: "CANCEL" }), "KaOrder");
    assert.equal(form(`TAOBAO_${price}`, 0, { salesOrderId: "1" }), "TaobaoPriceChange");
    assert.equal(form("7", 0, { purchase_id: "1" }), "TaobaoOrderChange");
  });

  test("has a known type only with a body that has members, as the declarations say", () => {
    const typeOf = (messageType, messageBody) => parseEvent(JSON.stringify({ messageType, messageBody })).type;
    for (const body of [null, "text", 7, true, [{ orderId: 1 }]]) {
      assert.equal(typeOf("1688_ORDER_BUYER_VIEW_ORDER_PAY", body), "", JSON.stringify(body));
      assert.equal(typeOf("ORDER_PAY_SUCCESS", body), "");
      assert.equal(typeOf("SOMETHING_NEW", body), "SOMETHING_NEW");
    }
    assert.equal(typeOf("1688_ORDER_BUYER_VIEW_ORDER_PAY", {}), "ORDER_BUYER_VIEW_ORDER_PAY");
    assert.equal(typeOf("ORDER_PAY_SUCCESS", '{"orderId":1}'), "ORDER_PAY_SUCCESS");
  });

  test("fails for a body that is not a message", () => {
    for (const body of ["", "null", "[]", "7", "{}", '{"messageType":1', "<html>", new Uint8Array([0xff]), "\u0000"]) {
      assert.throws(() => parseEvent(body), DecodeError);
    }
    // Not even a body: the JSON was probably parsed before.
    for (const body of [undefined, null, 7, {}, []]) {
      assert.throws(() => parseEvent(body), ConfigError);
      assert.throws(() => constructEvent(body, "00", credentials), ConfigError);
    }
  });

  test("throws only PandaponErrors, whatever the body is", () => {
    const { below, text } = messageTexts(7);
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const body = text(9);
      const cut = round % 3 ? body : paid.slice(0, below(paid.length)) + body + paid.slice(below(paid.length));
      try {
        parseEvent(cut);
        read += 1;
      } catch (error) {
        assert.ok(error instanceof PandaponError, `${cut}: ${error}`);
      }
    }
    assert.ok(read > 0, "some bodies are messages");
  });

  test("knows every message of a whole purchase", async () => {
    const sandbox = createSandbox({ seed: 7 });
    await tellStory(sandbox, new Client({ ...sandbox }).alibaba);
    const pushes = sandbox.pushes();
    assert.ok(pushes.length > 5, `${pushes.length} messages`);
    for (const { body, authorization } of pushes) {
      const event = constructEvent(body, authorization, sandbox);
      assert.notEqual(event.form, "Other", body);
      assert.equal(typeof (event.messageBody.orderId ?? event.messageBody.refundId ?? ""), "string");
    }
    assert.equal(new Set(pushes.map(({ body }) => parseEvent(body).key)).size, pushes.length);
  });
});

describe("generateTestCallback", () => {
  test("creates a callback that constructEvent accepts, from an event or from scratch", () => {
    const again = generateTestCallback(parseEvent(paid), credentials);
    assert.deepEqual(constructEvent(again.body, again.headers.authorization, credentials), parseEvent(paid));
    const made = generateTestCallback(
      { type: "ORDER_CANCEL", messagePlatform: 1, messageBody: { orderId: 3305075341149134261n } },
      credentials,
    );
    const event = constructEvent(made.body, made.headers.authorization, credentials);
    assert.equal(event.messageBody.orderId, id);
    assert.ok(Math.abs(Date.now() - event.timestamp) < 60_000);
  });

  test("refuses events that cannot be sent", () => {
    assert.throws(
      () => generateTestCallback({ type: "X", messageBody: { orderId: 3305075341149134261 } }, credentials),
      ConfigError,
    );
  });
});

/** Buys and ships an order; buys another and refunds it. */
async function tellStory(sandbox, { product, order, refund }) {
  const { data } = await product.searchByKeyword({ keyword: "mug", country: "en" });
  const { offerId, sellerOpenId, productSkuInfos, minOrderQuantity } = await product.get({ offerId: data[0].offerId });
  const line = { offerId, specId: productSkuInfos[0].specId, quantity: minOrderQuantity, sellerOpenId };
  const ids = [];
  for (let count = 0; count < 2; count++) {
    const [created] = await order.createBatch({ flow: "general", addressParam, cargoParamList: [line] });
    ids.push(created.baseInfo.id);
  }
  await order.payBatch({ orderIds: ids });
  sandbox.ship(ids[0]);
  await order.confirmReceipt({ orderId: ids[0] });
  const { refundId } = await refund.create(refundOf(await order.get({ webSite: "1688", orderId: ids[1] })));
  sandbox.sellerAgrees(refundId);
}
