/** All that `pandapon` exports, once the runtime's loader has put the wasm in place. */
import { fenToYuan as fenToYuanCore, yuanToFen as yuanToFenCore } from "./wasm/pandapon_bg.js";
import { rethrow } from "./errors.js";

export { Client } from "./client.js";
export { endpoints } from "./methods.js";
export {
  ApiError,
  ConfigError,
  ConnectionError,
  DecodeError,
  PandaponError,
  RouteError,
  SignatureError,
  TimeoutError,
  ValidationError,
} from "./errors.js";

export const yuanToFen = (yuan) => rethrow(() => yuanToFenCore(yuan));
export const fenToYuan = (fen) => rethrow(() => fenToYuanCore(fen));

/** Everything is loaded when the package is imported: nothing is left to do here. */
export async function init() {}
