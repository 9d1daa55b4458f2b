/** Everything that `pandapon` exports, apart from `init` and what only servers have. */

import { configError, rethrow } from "./errors.js";
import { fenToYuan as formatFen, yuanToFen as parseYuan } from "./wasm/pandapon_bg.js";

export { need, undeclared, unlisted } from "./answers.js";
export { Client } from "./client.js";
export {
  AbortError,
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  mayHaveArrived,
  PandaponError,
  ProxyError,
  RouteError,
  SignatureError,
  TimeoutError,
  ValidationError,
} from "./errors.js";
export { constructEvent, generateTestCallback, parseEvent } from "./event.js";
export { endpoints } from "./methods.js";
export { paginate } from "./paginate.js";

/** @param {string} yuan */
export function yuanToFen(yuan) {
  if (typeof yuan !== "string") throw configError('yuan must be a string such as "12.34": numbers are rounded');
  return rethrow(() => parseYuan(yuan));
}

/** @param {number | bigint} fen */
export function fenToYuan(fen) {
  return rethrow(() => formatFen(typeof fen === "bigint" || Number.isSafeInteger(fen) ? String(fen) : ""));
}
