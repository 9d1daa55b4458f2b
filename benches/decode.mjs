/**
 * How long an answer takes from the bytes that fetch gives to a JavaScript object, without losing a digit, beside
 * JSON.parse, which rounds ids, and beside the parsers written in JavaScript that do not.
 *
 * A contestant and JSON.parse take turns; the time of each is that of its fastest tenth of rounds. What else the machine
 * does can only add to a time, and adds more often to the longer one: medians would measure the neighbours.
 */
import createJsonBigint from "json-bigint";
import { parse as parseLossless } from "lossless-json";
import "../pkg/index.node.js";
import { parseLossless as decode } from "../pkg/decode-response.js";
import { Core } from "../pkg/wasm/pandapon_bg.js";
import { orderPage } from "./order-page.mjs";

const WARM_UP_ROUNDS = 50;
const ROUNDS = 400;

/** What our decoder may take at most, as a multiple of JSON.parse. */
const BAR = 1.3;

const bytes = orderPage();
const page = `${Math.round(bytes.length / 1000)} KB order page`;
const text = () => new TextDecoder().decode(bytes);
const jsonBigint = createJsonBigint({ storeAsString: true });

const rounding = () => JSON.parse(text());
/** A call of the endpoint that answers such a page. */
const core = new Core(JSON.stringify({ accessKey: "key", accessSecret: "secret", userId: "1688000000001" }));
const call = core.call(JSON.stringify({ name: "alibaba.order.list", params: {}, options: {} }));
const ours = () => decode(call, bytes).value;
const losslessJson = () => parseLossless(text());
const bigintAsText = () => jsonBigint.parse(text());

/** Rows for the table: microseconds for the page, and multiples of what JSON.parse takes. */
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

/** A decoder that loses digits, or leaves an id a number, is not worth a measurement. */
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

/** Microseconds of `contestant` and of JSON.parse for the page. */
function compare(contestant) {
  const times = { contestant: [], rounding: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const turns = [
      ["contestant", contestant],
      ["rounding", rounding],
    ];
    // Each goes first in every other round: what one leaves to the garbage collector, the next may have to pay for.
    if (round % 2) turns.reverse();
    for (const [name, decodePage] of turns) times[name].push(time(decodePage));
  }
  return { contestant: fastestTenth(times.contestant), rounding: fastestTenth(times.rounding) };
}

/** Microseconds for the page. */
function time(decodePage) {
  const start = performance.now();
  const { code } = decodePage();
  const microseconds = (performance.now() - start) * 1000;
  // Uses every answer, so that no call can be left out.
  if (Number(code) !== 200) throw new Error("a decoder misread the page");
  return microseconds;
}

function fastestTenth(times) {
  const measured = times.slice(WARM_UP_ROUNDS).sort((a, b) => a - b);
  return measured[Math.floor(measured.length / 10)];
}
