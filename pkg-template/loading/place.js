/** Where the instance of a wasm module goes: behind the glue that wasm-bindgen wrote for it. */
import { configError } from "../errors.js";

/**
 * @param {string} name of the package's entry, for messages
 * @param {object} glue its functions: those that call the wasm, and those that the wasm calls
 * @param {string} glueName by which the wasm imports them
 * @param {() => void} [whenReady]
 */
export function createPlace(name, glue, glueName, whenReady) {
  /** Whether the instance is there or being made: a promise of that. */
  let started;

  /** Until the instance is there, whatever needs it says what to do, and why it was not made, if that was tried. */
  function leaveEmpty(cause) {
    const reason = cause ? `could not compile its wasm at once (${cause.message})` : "has no wasm yet";
    const get = () => {
      throw Object.assign(configError(`${name} ${reason}: await its init() before anything else`), { cause });
    };
    glue.__wbg_set_wasm(new Proxy({}, { get }));
  }

  function put({ exports }) {
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
    started = Promise.resolve();
    whenReady?.();
  }

  /** An `init` that makes the instance, however often it is called; after a failure it may be called again. */
  function once(instantiate) {
    const forget = (error) => {
      started = undefined;
      throw error;
    };
    return (source) => (started ??= instantiate(source).then(put, forget));
  }

  leaveEmpty();
  return { imports: { [glueName]: glue }, put, leaveEmpty, once };
}
