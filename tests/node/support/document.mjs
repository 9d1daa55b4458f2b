/** The JavaScript of a document in Markdown, run as it stands. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository = new URL("../../../", import.meta.url);

const file = (path) => JSON.stringify(new URL(`pkg/${path}`, repository));
const files = {
  '"pandapon"': file("index.node.js"),
  '"pandapon/proxy"': file("proxy/index.js"),
  '"pandapon/sandbox"': file("sandbox/index.js"),
  '"pandapon/sign"': file("sign/index.js"),
};

/** What the text around a block takes for granted: a sandbox in the vendor's place, a client, an order on its way, a page. */
const setting = `
  const { Client } = await import(${files['"pandapon"']});
  const { createSandbox } = await import(${files['"pandapon/sandbox"']});
  globalThis.sandbox = createSandbox();
  globalThis.fetch = sandbox.fetch;
  globalThis.location = { href: "https://shop.example/" };
  globalThis.userOf = () => ({ userId: sandbox.userId });
  const { accessKey, accessSecret, userId } = sandbox;
  Object.assign(globalThis, { accessKey, accessSecret, userId });
  globalThis.client = new Client({ ...sandbox });
  const { product, order } = client.alibaba;
  const { offerId, productSkuInfos } = await product.get({ offerId: "701901950237" });
  const addressParam = {
    fullName: "王先生", mobile: "13800000000", phone: "", provinceText: "浙江省", cityText: "杭州市", townText: "", address: "1",
  };
  const cargoParamList = [{ offerId, specId: productSkuInfos[0].specId, quantity: 6 }];
  globalThis.orderId = (await order.create({ flow: "general", addressParam, cargoParamList })).orderId;
  await order.payUrl({ orderId });
  sandbox.ship(orderId);
`;

/** The text of a document, by its path in the repository. */
export const textOf = (path) => readFileSync(new URL(path, repository), "utf8");

/** Its blocks of JavaScript. */
export const blocksOf = (path) => [...textOf(path).matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);

/** The lines that its comments say it prints. */
export const promisedBy = (code) => [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

/** Runs code as a module of its own, in a process of its own; gives the lines that it prints. */
export function linesOf(code) {
  const named = code.replace(/(?<=from )"pandapon[^"]*"/g, (name) => files[name]);
  // The code is a module of its own, so that it may declare what the setting has, too.
  const module = JSON.stringify(`data:text/javascript,${encodeURIComponent(named)}`);
  const input = `${setting}\nawait import(${module});`;
  const options = { cwd: fileURLToPath(repository), encoding: "utf8", input };
  return execFileSync(process.execPath, ["--input-type=module"], options).split("\n").slice(0, -1);
}
