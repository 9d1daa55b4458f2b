/**
 * A whole refund in examples/admin in each browser: requested as the buyer, decided as the seller, paid. Checks that no secret
 * reaches the browser.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildPage } from "../../examples/admin/server/page.mjs";
import { openServer } from "../../examples/admin/server/server.mjs";
import { createSandbox } from "../../pkg/sandbox/index.js";
import { sign } from "../../pkg/sign/index.js";
import { browsers } from "../browser/support/drivers.mjs";
import { WHOLE_STRINGS } from "./support/memory.mjs";
import { record } from "./support/recorder.mjs";
import { keptBy, plant, plantDeep, tracesOf } from "./support/traces.mjs";
import { createUser } from "./support/user.mjs";

const picture = fileURLToPath(new URL("../../examples/demo/cracked-mug.jpg", import.meta.url));
const { accessKey, accessSecret } = createSandbox();

before(buildPage);

for (const [name, start] of Object.entries(browsers)) {
  describe(name, () => {
    let server, recorder, driver, user;

    before(async () => {
      server = await openServer();
      recorder = await record(server.address);
      driver = await start(...(name === "chromium" ? [WHOLE_STRINGS] : []));
      await driver.manage().window().setRect({ x: 0, y: 0, width: 1280, height: 900 });
      user = createUser(driver);
      await driver.get(recorder.address);
      await user.choose("Language", "English");
    });

    after(async () => {
      await driver?.quit();
      recorder?.stop();
      server?.close();
    });

    const requestsFor = (endpoint) => recorder.exchanges.filter(({ url }) => url === `/api/${endpoint}`).length;

    /** Navigates from the list of shipped orders to the form for a refund of one of the two items of an order. */
    async function askForRefund(goods, other) {
      await user.click("link", "Orders", { within: await user.see("navigation", "Main navigation") });
      await user.click("link", "Shipped", { within: await user.see("navigation", "Filter by state") });
      await user.click("link", /^\d+$/, { within: await user.see("row", goods) });
      await user.click("link", "Request a refund");
      await user.click("checkbox", other);
      await user.click("radio", /^With me/);
    }

    /** Returns the id of the requested refund. */
    async function refundId() {
      const title = await user.see("heading", /^Refund TQ\d+$/);
      return (await title.getText()).replace("Refund ", "");
    }

    /** Performs the seller's next action for this refund. */
    async function asSeller(act, refundId) {
      const [isOpen] = await user.all("complementary", { name: "Seller's desk" });
      if (!isOpen) await user.click("button", "Seller's desk");
      const desk = await user.see("complementary", "Seller's desk");
      // The refund on the page is the first in the seller's list.
      await user.see("link", refundId, { within: desk });
      const [first] = await user.all("listitem", { within: desk });
      assert.match(await first.getText(), new RegExp(refundId));
      await user.click("button", act, { within: first });
    }

    /** Checks the refunded amount on the page of the order. */
    async function seeRefunded(amount) {
      await user.read("region", "Amounts", new RegExp(`Paid back\\s*${amount}`));
      await user.click("link", /^\d+$/, { within: await user.see("region", "Details") });
      await user.see("heading", /^Order \d+$/);
      await user.read("region", "Amounts", new RegExp(`Refunded\\s*−${amount}`));
      await user.read("region", "Items", new RegExp(`Refund: Refunded · ${amount}`));
    }

    test("a refund without return: errors are shown at their fields, and nothing is sent", async () => {
      await askForRefund(/jeans/i, /waist bag/i);
      await user.click("radio", /^Money back/);
      await user.click("radio", /^Quality problem.*needs a picture/);
      await user.type("For the goods, in yuan", "99999");
      await user.type("Description for the seller", "x");
      await user.click("button", /^Request ¥/);

      await user.read("alert", undefined, /3 fields need a look/);
      await user.see("textbox", "For the goods, in yuan", { description: /At most ¥[\d,.]+ can be refunded\.$/ });
      // This error is from the client's validation.
      await user.see("textbox", "Description for the seller", {
        description: /Describe it to the seller, in 2 to 150 characters\.$/,
      });
      const pictures = await user.seeLabel("Pictures");
      assert.match(await user.descriptionOf(pictures), /Add a picture: this reason needs one\.$/);
      assert.equal(requestsFor("alibaba.refund.create"), 0);
    });

    test("after correction it is sent once; the seller agrees, and the page shows immediately that it is paid", async () => {
      await user.type("For the goods, in yuan", "12.30");
      await user.type("Description for the seller", "Two seams are open");
      await user.attach("Pictures", picture);
      await user.see("img", "cracked-mug.jpg");
      await user.click("button", "Request ¥12.30");

      const id = await refundId();
      assert.equal(requestsFor("alibaba.refund.create"), 1);
      await user.read("region", "What happened", /Waits for the seller/);
      await user.see("img", "Picture 1");

      const readings = requestsFor("alibaba.refund.get");
      await asSeller("Agree", id);
      // Without user action: the page reads the refund again after a push message.
      await user.read("main", undefined, /The money was paid back\./);
      assert.ok(requestsFor("alibaba.refund.get") > readings);
      await seeRefunded("¥12\\.30");
    });

    test("a refund with return: the seller agrees, the parcel is reported and received, and everything is paid", async () => {
      await askForRefund(/sun protection/i, /candle/i);
      await user.click("radio", /^Send the goods back, and money back/);
      await user.click("radio", /^Return within seven days/);
      const amount = await (await user.see("textbox", "For the goods, in yuan")).getAttribute("value");
      await user.type("Description for the seller", "The colour is another one");
      await user.click("button", /^Request ¥/);

      const id = await refundId();
      await asSeller("Agree", id);
      await user.read("main", undefined, /The seller agreed\. Send the goods back/);
      await user.choose("Carrier", /ZTO|中通/);
      await user.click("button", "Report the parcel");
      await user.see("textbox", "Waybill number", { description: /waybill/i });
      assert.equal(requestsFor("alibaba.refund.submitReturn"), 0);
      await user.type("Waybill number", "75340098112640");
      await user.click("button", "Report the parcel");
      await user.read("main", undefined, /The goods are on their way back/);
      await user.read("region", "Details", /75340098112640/);

      await asSeller("Goods received", id);
      await user.read("main", undefined, /The money was paid back\./);
      await seeRefunded(`¥${amount.replace(".", "\\.")}`);
    });

    describe("everything that the browser receives, sends and stores", () => {
      /** Returns the places that contain a text. */
      const placesOf = (pattern, traces) => Object.keys(traces).filter((place) => pattern.test(traces[place]));

      /** Returns the header `signature` of each call that the server made for the page, from its log. */
      async function signatures() {
        const calls = await (await fetch(`${server.address}calls`)).json();
        return calls.map(({ explanation: { fields } }) =>
          sign({ accessKey, accessSecret, timestamp: fields.timestamp, nonceStr: fields.nonceStr }),
        );
      }

      test("contains neither the secret nor a signature, with the log of calls open", async () => {
        await user.click("link", "Calls");
        await user.click("button", /^alibaba\./, { first: true });
        await user.read("dialog", undefined, new RegExp(`${accessKey}\\d+[A-Za-z0-9]{32}\\*{8}`));

        const all = await signatures();
        assert.ok(all.length > 20);
        const traces = await tracesOf(driver, recorder);
        assert.deepEqual(placesOf(new RegExp([accessSecret, ...all].join("|")), traces), []);
      });

      test("stores only settings in the browser", async () => {
        const { localStorage, ...rest } = await keptBy(driver);
        assert.ok(Object.keys(localStorage).every((key) => key.startsWith("pandapon-admin-")));
        assert.deepEqual(rest, { sessionStorage: {}, databases: [], caches: [], cookies: [] });
      });

      test("is searched completely: a planted text is found in each place", async () => {
        const [planted, deep] = [randomUUID(), randomUUID()];
        await plant(driver, planted);
        await plantDeep(driver, deep);
        const traces = await tracesOf(driver, recorder);
        assert.deepEqual(placesOf(new RegExp(planted), traces), Object.keys(traces));
        assert.deepEqual(placesOf(new RegExp(deep), traces), name === "chromium" ? ["strings"] : []);
      });
    });
  });
}
