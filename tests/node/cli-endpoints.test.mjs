/** `pandapon endpoints NAME`: what an endpoint takes and returns, as a page and as JSON. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEndpoint } from "../../pkg/cli/declarations.js";
import { endpoints } from "../../pkg/index.node.js";
import { run } from "./support/cli.mjs";

const described = async (name) => JSON.parse((await run(["endpoints", name, "--json"])).stdout);
const field = (members, name) => members.find((member) => member.name === name);

test("an endpoint is shown with its route, and each field with type, mark, meaning and unit", async () => {
  const { code, stdout, stderr } = await run(["endpoints", "alibaba.refund.create"]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^alibaba\.refund\.create\nPOST \/alibaba\/refund\/detail\/create · once · path: documented\n/);
  assert.match(stdout, /https:\/\/doc-en\.pandapon\.com\/api-263477656\n/);
  assert.match(stdout, /\nTakes: Create\n {2}orderId {2}\(id, required\)\n {6}Main order\./);
  assert.match(stdout, /applyPayment {2}\(.*number.*, required\)\n {6}Amount for the goods, in fen/);
  assert.match(stdout, /disputeRequest[^]*refund \| returnRefund/);
  assert.match(stdout, /orderEntryCountList {2}\(OrderEntryCount\[\]\)[^]*\n {4}count {2}\(/);
  assert.match(stdout, /\nReturns: CreatedRefund\n {2}refundId {2}\(/);
  for (const line of stdout.split("\n")) assert.ok(line.length <= 120, line);
  // Comments of the source, and nothing of its syntax.
  assert.doesNotMatch(stdout, /\*\/|@link|@see|undefined/);
});

test("as JSON, fields say whether they are required, and whether they are inferred", async () => {
  const { name, safety, provenance, description, params, result } = await described("alibaba.order.create");
  assert.deepEqual([name, safety, provenance], ["alibaba.order.create", "once", "documented"]);
  assert.match(description, /^Orders/);
  assert.equal(field(params.members, "cargoParamList").required, true);
  assert.equal(field(params.members, "message").required, false);
  const lines = field(params.members, "cargoParamList");
  assert.deepEqual([lines.type, field(lines.members, "offerId").type], ["CargoLine[]", "id"]);
  assert.ok(field(params.members, "flow").values.includes("general"));
  assert.ok(result.members.length > 0);
  const order = await described("alibaba.order.get");
  const base = field(order.result.members, "baseInfo");
  assert.equal(field(base.members, "payTimeout").provenance, "inferred");
});

test("what is as in generation 1 is shown with the fields of generation 1", async () => {
  const generation1 = await described("alibaba.refund.get");
  const generation2 = await described("v2.alibaba.refund.get");
  assert.deepEqual(generation2.result.members, generation1.result.members);
});

test("every endpoint is described, down to its last field", () => {
  let count = 0;
  const visit = (where, { type, members = [] }) => {
    assert.doesNotMatch(type, /[{};]|\bMethods\b|\bnull\b/, where);
    for (const member of members) {
      count += 1;
      assert.ok(member.description, `${where}.${member.name} has no meaning`);
      assert.equal(typeof member.required, "boolean");
      visit(`${where}.${member.name}`, member);
    }
  };
  for (const { name } of endpoints) {
    const { description, params, result } = describeEndpoint(name);
    assert.ok(description, name);
    visit(name, params);
    visit(name, result);
  }
  assert.ok(count > 2000, String(count));
});

test("a part of a name is a filter, as before", async () => {
  const { stdout } = await run(["endpoints", "alibaba.refund"]);
  assert.ok(stdout.split("\n").length > 5, stdout);
});
