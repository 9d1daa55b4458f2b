/**
 * The client without its wasm, to load that separately. After `await init(…)` everything is as in `pandapon`, apart from what
 * serves requests: `eventHandler` and `nodeListener`.
 *
 * @module pandapon/slim
 */
export type * from "./index.js";
export {
  AbortError,
  ApiError,
  Client,
  ConfigError,
  ConnectionError,
  constructEvent,
  DecodeError,
  endpoints,
  fenToYuan,
  generateTestCallback,
  mayHaveArrived,
  need,
  PandaponError,
  ProxyError,
  paginate,
  parseEvent,
  RouteError,
  SignatureError,
  TimeoutError,
  undeclared,
  unlisted,
  ValidationError,
  yuanToFen,
} from "./index.js";

/**
 * Loads the wasm, the file `pandapon/pandapon.wasm`. Before that, whatever needs it throws a `ConfigError`, and `endpoints` is
 * undefined. Further calls do nothing.
 *
 * @param wasm a `WebAssembly.Module`, its bytes, a `Response` with them, their URL, or a promise of one of these
 */
export declare function init(wasm: unknown): Promise<void>;
