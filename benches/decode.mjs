/**
 * Time to decode a response, from the bytes of fetch to a JavaScript object without loss of digits, compared with JSON.parse,
 * which rounds ids, and with parsers written in JavaScript that do not.
 *
 * A contestant and JSON.parse take turns; the time of each is that of its fastest tenth of rounds. Other load on the machine
 * can only add to a time, and adds more often to the longer one: medians would measure that load.
 */
import createJsonBigint from "json-bigint";
import { parse as parseLossless } from "lossless-json";
import "../pkg/index.node.js";
import { parseLossless as decode } from "../pkg/decode-response.js";
import { Core } from "../pkg/wasm/pandapon_bg.js";
import { orderPage } from "./order-page.mjs";

const WARM_UP_ROUNDS = 50;
const ROUNDS = 400;

/** Maximum time of our decoder, as a multiple of JSON.parse. */
const BAR = 1.3;

const bytes = orderPage();
const page = `${Math.round(bytes.length / 1000)} KB order page`;
const text = () => new TextDecoder().decode(bytes);
const jsonBigint = createJsonBigint({ storeAsString: true });

const rounding = () => JSON.parse(text());
/** Calls the endpoint that returns such a page. */
const core = new Core(
  JSON.stringify({ accessKey: "0123456789abcdef0123456789abcdef", accessSecret: "secret", userId: "1688000000001" }),
);
const call = core.call(JSON.stringify({ name: "alibaba.order.list", params: {}, options: {} }));
const ours = () => decode(call, bytes).value;
const losslessJson = () => parseLossless(text());
const bigintAsText = () => jsonBigint.parse(text());

/** Rows for the table: microseconds for the page, and multiples of the time of JSON.parse. */
export function rows() {
  checkThatNothingIsLost();
  const results = {
    pandapon: compare(ours),
    "lossless-json": compare(losslessJson),
    "json-bigint": compare(bigintAsText),
  };
  const times = { "JSON.parse (rounds ids)": results.pandapon.rounding };
  for (const name in results) times[name] = results[name].contestant;
  return [
    ...Object.entries(times).map(([name, value]) => ({ name: `${page}, ${name}`, unit: "µs", value })),
    ...Object.entries(results).map(([name, { contestant, rounding }]) => ({
      name: `${page}, ${name} / JSON.parse`,
      unit: "×",
      value: contestant / rounding,
      ...(name === "pandapon" && { bar: BAR }),
    })),
  ];
}

/** Checks that a decoder keeps all digits and returns ids as strings. */
function checkThatNothingIsLost() {
  const isExact = ours().data.result.every(
    ({ baseInfo, productItems }) =>
      baseInfo.orderId === baseInfo.idOfStr &&
      typeof baseInfo.totalAmount === "string" &&
      typeof baseInfo.payTimeout === "number" &&
      productItems.every((item) => item.subItemID === item.subItemIDString && typeof item.skuID === "string"),
  );
  if (!isExact) throw new Error("the decoder lost an id or a price");
}

/** Returns the microseconds of `contestant` and of JSON.parse for the page. */
function compare(contestant) {
  const times = { contestant: [], rounding: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const turns = [
      ["contestant", contestant],
      ["rounding", rounding],
    ];
    // They take turns in going first: garbage of the first may be collected in the time of the second.
    if (round % 2) turns.reverse();
    for (const [name, decodePage] of turns) times[name].push(time(decodePage));
  }
  return { contestant: fastestTenth(times.contestant), rounding: fastestTenth(times.rounding) };
}

/** Returns the microseconds for the page. */
function time(decodePage) {
  const start = performance.now();
  const { code } = decodePage();
  const microseconds = (performance.now() - start) * 1000;
  // Uses every result, so that no call is optimised away.
  if (Number(code) !== 200) throw new Error("a decoder misread the page");
  return microseconds;
}

function fastestTenth(times) {
  const measured = times.slice(WARM_UP_ROUNDS).sort((a, b) => a - b);
  return measured[Math.floor(measured.length / 10)];
}
