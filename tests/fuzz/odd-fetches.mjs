/** Odd behaviours of a fetch: another one for each call. */
import { odd } from "./odd-values.mjs";

const envelope = (data) => `{"requestId":"r1","code":200,"developId":1,"msg":"ok","data":${data}}`;

const BODIES = [
  envelope("{}"),
  envelope('{"orderId":3305075341149134261,"list":[1e400,0.1]}'),
  envelope('{"data":[{"offerId":1}],"totalRecord":3}'),
  envelope("null"),
  '{"code":500,"msg":"no"}',
  '{"code":"200","data":[]}',
  '{"code":200,"data":{"orderId":"1"},"failure":{"name":"ValidationError","sent":false,"issues":7}}',
  '{"code":200,"data":1,"failure":{"name":"__proto__","sent":false}}',
  '{"failure":{"name":"ProxyError","message":7,"sent":"no"}}',
  '{"__proto__":{"code":200},"data":1}',
  "[]",
  "null",
  '"text"',
  "",
  "<html>502</html>",
  "\ufeff{}",
  `${"[".repeat(3000)}`,
  '{"code":200,"data":"\\ud800"}',
  "\0\x01\x02",
];

const STATUSES = [200, 200, 200, 200, 201, 204, 301, 304, 400, 401, 404, 408, 409, 429, 500, 502, 503, 504];

/** @typedef {import("./odd-values.mjs").Context} Context */

/** @type {((context: Context, init: any) => unknown)[]} */
const ways = [
  ({ random }) => answer(random, random.pick(BODIES)),
  ({ random }) => answer(random, random.pick(BODIES)),
  ({ random }) => answer(random, random.pick(BODIES)),
  ({ random }) => ({
    status: random.pick(STATUSES),
    headers: new Map([["retry-after", random.pick(["0", "1", "-1", "x", "1e9", ""])]]),
    text: async () => random.pick(BODIES),
  }),
  ({ random }) => ({
    status: random.pick(STATUSES),
    headers: {},
    arrayBuffer: async () => new TextEncoder().encode(random.pick(BODIES)),
  }),
  ({ random }) => ({ status: 200, arrayBuffer: async () => new TextEncoder().encode(random.pick(BODIES)).buffer }),
  (context) => ({ status: odd(context), headers: odd(context), text: async () => odd(context) }),
  (context) => ({
    get status() {
      throw odd(context);
    },
  }),
  (context) => ({
    status: 200,
    headers: {},
    text() {
      throw odd(context);
    },
  }),
  (context) => odd(context),
  ({ random }) => {
    const used = answer(random, random.pick(BODIES));
    return used.text().then(() => used);
  },
  (context) => Promise.reject(odd(context)),
  (context) => {
    throw odd(context);
  },
  ({ random }) =>
    Promise.reject(
      Object.assign(new TypeError("fetch failed"), {
        cause: Object.assign(new Error("x"), { code: random.pick(["ECONNREFUSED", "ECONNRESET", 7, null]) }),
      }),
    ),
  () => new Promise(() => {}),
  ({ random }) => ({ status: 200, headers: {}, text: () => new Promise(() => {}) }),
  (context, init) =>
    new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason))),
  (context) => {
    context.reenter();
    return answer(context.random, BODIES[0]);
  },
];

function answer(random, body) {
  const status = random.pick(STATUSES);
  const headers = random.chance(0.2)
    ? { "retry-after": random.pick(["0", "3", "Wed, 21 Oct 2099 07:28:00 GMT", "soon"]) }
    : {};
  return new Response([204, 304].includes(status) ? null : body, { status, headers });
}

/** A fetch that behaves differently each time. @param {Context} context @param {{ sent: object[] }} record */
export function oddFetch(context, record) {
  const { random, reenter } = context;
  return (url, init) => {
    record.sent.push({ url, init });
    return random.pick(ways)({ random, reenter, isSmall: true }, init);
  };
}
