/** The scenes of the screenshots: each opens the page in some state. */

const open =
  (hash) =>
  async (page, { address }) => {
    await page.goto(`${address}#/${hash}`);
    await page.locator("main h1, main h2").first().waitFor();
    await page
      .locator("main .loading")
      .waitFor({ state: "detached" })
      .catch(() => {});
    await page.waitForTimeout(250);
  };

/** Opens the first row of a list that contains this address's beginning. */
const openFirst = (hash, then) => async (page, server) => {
  await open(hash)(page, server);
  await page.locator(".row-link").first().click();
  await page.locator(".card").first().waitFor();
  await page
    .locator("main .loading")
    .waitFor({ state: "detached" })
    .catch(() => {});
  await page.waitForTimeout(250);
  await then?.(page, server);
};

/** Ends a scene. */
export async function leave(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("about:blank");
}

export const scenes = [
  { name: "orders", open: open("orders") },
  { name: "orders-empty", open: open("orders?search=nothing") },
  {
    name: "orders-loading",
    async open(page, { address }) {
      await page.route("**/api/**", () => new Promise(() => {}));
      await page.goto(`${address}#/orders`);
      await page.locator(".loading").waitFor();
    },
  },
  {
    name: "orders-error",
    async open(page, { address }) {
      await page.route("**/api/**", (route) => route.fulfill({ status: 400, body: "{}" }));
      await page.goto(`${address}#/orders`);
      await page.locator(".failure").waitFor();
    },
  },
  { name: "order-to-pay", open: openFirst("orders?state=waitbuyerpay") },
  { name: "order-shipped", open: openFirst("orders?state=waitbuyerreceive") },
  { name: "order-done", open: openFirst("orders?state=success") },
  {
    name: "refund-form",
    open: openFirst("orders?state=waitbuyerreceive", async (page) => {
      await page.locator('a[href$="/refund"]').click();
      await page.locator(".refund-form").waitFor();
      await page.locator('input[type="radio"][value="20021"]').check();
    }),
  },
  {
    name: "refund-form-wrong",
    open: openFirst("orders?state=waitbuyerreceive", async (page) => {
      await page.locator('a[href$="/refund"]').click();
      await page.locator('input[type="radio"][value="20021"]').check();
      await page.locator('input[inputmode="decimal"]').first().fill("99999");
      await page.locator('button[type="submit"]').click();
      await page.locator(".failure").waitFor();
    }),
  },
  { name: "refunds", open: open("refunds") },
  { name: "refund-refused", open: async (page, server) => refundIn(page, server, "waitbuyermodify") },
  { name: "refund-return", open: async (page, server) => refundIn(page, server, "waitbuyersend") },
  { name: "refund-done", open: openFirst("refunds?state=closed") },
  { name: "products", open: open("products") },
  {
    name: "product",
    async open(page, server) {
      await open("products?search=T-shirt")(page, server);
      await page.locator(".tile a").first().click();
      await page.locator("input.quantity").first().waitFor();
    },
  },
  { name: "basket-empty", open: open("basket") },
  {
    name: "basket",
    async open(page, server) {
      for (const [word, count] of [
        ["T-shirt", 4],
        ["mug", 12],
        ["yoga mat", 3],
        ["sun protection", 5],
      ]) {
        await open(`products?search=${word}`)(page, server);
        await page.locator(".tile a").first().click();
        await page.locator("input.quantity").first().fill(String(count));
        await page.locator('main button[type="submit"]').click();
      }
      await open("basket")(page, server);
      await page.locator(".group-sum").first().waitFor();
    },
  },
  {
    name: "basket-ordered",
    async open(page, server) {
      await open("basket")(page, server);
      await page.locator(".group-sum").first().waitFor();
      await page.locator(".button.primary.wide").click();
      await page.locator(".outcomes a").nth(3).waitFor();
      await page.waitForTimeout(400);
    },
  },
  { name: "calls", open: open("calls") },
  {
    name: "call",
    open: async (page, server) => {
      await open("calls")(page, server);
      await page.locator(".row-link").first().click();
      await page.locator("dialog").waitFor();
    },
  },
  {
    name: "seller",
    open: openFirst("refunds?state=open", async (page) => {
      await page.locator(".top .sandbox").click();
      await page.locator(".seller li").first().waitFor();
    }),
  },
];

async function refundIn(page, server, status) {
  await open("refunds?state=open")(page, server);
  const links = await page.locator(".row-link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const link of links) {
    await open(link.replace("#/", ""))(page, server);
    await page.locator(".next").waitFor();
    if (await page.locator(`.next.${status}`).count()) return;
  }
  throw new Error(`no refund is ${status}`);
}
