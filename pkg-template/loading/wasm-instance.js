/** The instance of a wasm module, behind the glue code that wasm-bindgen generates for it. */
import { configError } from "../errors.js";

/** What the glue and the wasm need of a runtime. React Native and jest's environment jsdom, for example, lack some of it. */
const NEEDED = ["WebAssembly", "TextDecoder", "TextEncoder"];

/**
 * The generated functions of a module: those that call the wasm, and those that it imports.
 *
 * @typedef {{ __wbg_set_wasm(exports: object): void }} Glue
 *
 * @typedef {ReturnType<typeof createWasmInstance>} WasmInstance
 */

/**
 * Creates the place of an instance, which is empty at first. The first instance stays, whatever else is loaded later: its
 * memory holds every object that was made with it.
 *
 * @param {string} name of the package's entry, for messages
 * @param {Glue} glue
 * @param {string} glueName the module name by which the wasm imports the glue
 * @param {() => void} [whenReady]
 */
export function createWasmInstance(name, glue, glueName, whenReady) {
  let isReady = false;
  /** @type {Promise<void> | undefined} of the instance that is being made */
  let pending;

  /** Says what the runtime lacks, for which `init` cannot help. */
  function lack() {
    const global = NEEDED.find((global) => !(global in globalThis));
    return global && `${name} needs ${global}, which this runtime does not have`;
  }

  /**
   * Makes everything that needs the wasm throw, with the advice to call `init` and the reason if compiling failed.
   *
   * @param {Error} [cause]
   */
  function setMissing(cause) {
    if (isReady) return;
    const reason = cause ? `could not compile its wasm synchronously (${cause.message})` : "has no wasm yet";
    const message = lack() ?? `${name} ${reason}: await its init() before anything else`;
    const get = () => {
      throw configError(message, cause);
    };
    glue.__wbg_set_wasm(new Proxy({}, { get }));
  }

  /** @param {WebAssembly.Instance} instance */
  function set({ exports }) {
    if (isReady) return;
    const message = lack();
    if (message) throw configError(message);
    glue.__wbg_set_wasm(exports);
    /** @type {() => void} */ (exports.__wbindgen_start)();
    whenReady?.();
    isReady = true;
  }

  /**
   * Returns an `init` that makes the instance once, however often it is called. After a failure it may be called again.
   *
   * @param {(source?: unknown) => Promise<WebAssembly.Instance>} instantiate
   */
  function createInit(instantiate) {
    /** @param {unknown} error */
    const reset = (error) => {
      pending = undefined;
      // Another entry of the package may have set an instance meanwhile.
      if (!isReady) throw error;
    };
    return async (/** @type {unknown} */ source) => {
      if (!isReady) await (pending ??= instantiate(source).then(set, reset));
    };
  }

  setMissing();
  return {
    /** @type {WebAssembly.Imports} */
    imports: { [glueName]: /** @type {any} */ (glue) },
    get isReady() {
      return isReady;
    },
    set,
    setMissing,
    createInit,
  };
}
