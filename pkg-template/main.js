/** All that `pandapon` exports, once the runtime's loader has put the wasm in place. */

import { configError, rethrow } from "./errors.js";
import { fenToYuan as fenToYuanCore, yuanToFen as yuanToFenCore } from "./wasm/pandapon_bg.js";

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

export function yuanToFen(yuan) {
  if (typeof yuan !== "string") throw configError('yuan must be text such as "12.34": numbers round');
  return rethrow(() => yuanToFenCore(yuan));
}

export function fenToYuan(fen) {
  return rethrow(() => fenToYuanCore(typeof fen === "bigint" || Number.isSafeInteger(fen) ? String(fen) : ""));
}
