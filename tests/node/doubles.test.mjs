/** Test doubles and proxies in the place of a client's methods, as test runners and state libraries put them there. */
import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import { Client } from "../../pkg/index.node.js";
import { createSandbox } from "../../pkg/sandbox/index.js";

describe("methods", () => {
  test("are replaced by doubles, and restored", async () => {
    const sandbox = createSandbox();
    const client = new Client({ ...sandbox });
    const double = mock.method(client.alibaba.order, "get", async () => ({ baseInfo: { status: "success" } }));
    const { baseInfo } = await client.alibaba.order.get({ webSite: "1688", orderId: "1" });
    assert.equal(baseInfo.status, "success");
    assert.equal(double.mock.callCount(), 1);
    assert.equal(sandbox.requests().length, 0);
    mock.restoreAll();
    await assert.rejects(client.alibaba.order.get({ webSite: "1688", orderId: "1" }), { name: "ApiError" });
  });

  test("go through a double of call", async () => {
    const client = new Client({ ...createSandbox() });
    client.call = mock.fn(async (name) => ({ name }));
    assert.deepEqual(await client.alibaba.refund.get({ refundId: "TQ1" }), { name: "alibaba.refund.get" });
  });

  test("of a group are replaced as a whole", async () => {
    const client = new Client({ ...createSandbox() });
    Object.defineProperty(client.alibaba, "order", { value: { get: async () => "double" } });
    assert.equal(await client.alibaba.order.get(), "double");
  });

  test("of another client stay", () => {
    const [client, other] = [new Client({ ...createSandbox() }), new Client({ ...createSandbox() })];
    client.alibaba.order.get = async () => "double";
    assert.notEqual(other.alibaba.order.get, client.alibaba.order.get);
    assert.notEqual(client.withUser("1688000000002").alibaba.order.get, client.alibaba.order.get);
  });
});

describe("a client behind a proxy, such as Vue's or MobX's,", () => {
  /** Wraps objects, and objects in objects, as they do: `this` of a method is the wrapper. */
  const reactive = (object) =>
    new Proxy(object, {
      get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        return typeof value === "object" && value !== null ? reactive(value) : value;
      },
    });

  test("calls, by name and by method", async () => {
    const client = reactive(new Client({ ...createSandbox() }));
    const product = await client.alibaba.product.get({ offerId: "701901950237" });
    assert.deepEqual(await client.call("alibaba.product.get", { offerId: "701901950237" }), product);
    assert.equal(client.buildRequest("alibaba.order.list", {}).method, "POST");
    assert.ok(await client.withUser("1688000000002").call("alibaba.product.get", { offerId: "701901950237" }));
    await assert.rejects(client.request({ method: "GET", path: "/none" }), { name: "ApiError" });
  });

  test("and methods that were taken off the client call, too", async () => {
    const { call, alibaba } = new Client({ ...createSandbox() });
    const { get } = alibaba.product;
    assert.deepEqual(
      await call("alibaba.product.get", { offerId: "701901950237" }),
      await get({ offerId: "701901950237" }),
    );
  });
});
