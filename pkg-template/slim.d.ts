/**
 * The client without its wasm, for whoever loads that alone. Everything is as in `pandapon`, after `await init(…)`.
 *
 * @module pandapon/slim
 */
export * from "./index.js";

/**
 * Takes the wasm, which is the file `pandapon/pandapon.wasm`. Until then whatever needs it throws a `ConfigError`, and
 * `endpoints` is undefined. Once it is there, further calls do nothing.
 *
 * @param wasm a `WebAssembly.Module`, the bytes, a `Response` with them, their address, or a promise of one of these
 */
export declare function init(wasm: unknown): Promise<void>;
