/** Methods as tests and frameworks treat them: replaced by doubles, and called through a proxy. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientOf, once, read, success } from "./support/vendor.mjs";

const good = success('{"refundId":"TQ1"}');
const double = async () => ({ refundId: "double" });

/** What `vi.spyOn` and `jest.spyOn` do, in the way that asks the most of a property: it becomes a getter. */
function replace(object, name) {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, enumerable: true, get: () => double });
  return () => Object.defineProperty(object, name, descriptor);
}

describe("a double", () => {
  test("can take the place of a method, and leave it again", async (t) => {
    const { client, requests } = clientOf(good);
    const restore = replace(client.alibaba.refund, "create");
    assert.deepEqual(await client.alibaba.refund.create(once[1]), { refundId: "double" });
    restore();
    assert.deepEqual(await client.alibaba.refund.create(once[1]), { refundId: "TQ1" });
    const { mock } = t.mock.method(client.alibaba.order, "get", double);
    await client.alibaba.order.get(read[1]);
    assert.equal(mock.callCount(), 1);
    assert.equal(requests.length, 1);
  });

  test("can take the place of a group, and of `call`, by which all methods go", async (t) => {
    const { client, requests } = clientOf(good);
    client.alibaba.cart = { list: double };
    assert.deepEqual(await client.alibaba.cart.list(), { refundId: "double" });
    const { mock } = t.mock.method(client, "call", double);
    await client.alibaba.refund.create(once[1]);
    assert.deepEqual(mock.calls[0].arguments, [...once, undefined]);
    client.v2 = { alibaba: { order: { get: double } } };
    assert.deepEqual(await client.v2.alibaba.order.get(), { refundId: "double" });
    assert.equal(requests.length, 0);
  });

  test("of one client is not one of another", async (t) => {
    const [one, other] = [clientOf(good), clientOf(good)];
    t.mock.method(one.client.alibaba.refund, "create", double);
    assert.deepEqual(await other.client.alibaba.refund.create(once[1]), { refundId: "TQ1" });
  });
});

/** A proxy that wraps every object that it hands out, as Vue's `reactive` does. */
function reactive(target) {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value = Reflect.get(object, name, receiver);
      return typeof value === "object" && value !== null ? reactive(value) : value;
    },
  });
}

test("a client behind a proxy, as frameworks make of their state, works as it does without", async () => {
  const { client, requests } = clientOf(good);
  const wrapped = reactive({ client }).client;
  assert.deepEqual(await wrapped.call(...once), { refundId: "TQ1" });
  assert.deepEqual(await wrapped.alibaba.refund.create(once[1]), { refundId: "TQ1" });
  assert.deepEqual(await wrapped.request({ method: "GET", path: "/x" }), { refundId: "TQ1" });
  assert.equal(wrapped.buildRequest(...read).method, "POST");
  await wrapped.withUser("7").call(...once);
  assert.equal(requests.at(-1).headers["user-id"], "7");
});

test("methods can be taken off their group, and `call` can be bound", async () => {
  const { client } = clientOf(good);
  const { create } = client.alibaba.refund;
  assert.deepEqual(await create(once[1]), { refundId: "TQ1" });
  assert.deepEqual(await client.call.bind(client)(...once), { refundId: "TQ1" });
});
