/** Where the instance of a wasm module goes: behind the glue that wasm-bindgen wrote for it. */
import { configError } from "../errors.js";

/**
 * The first instance stays, whatever else is loaded later: its memory holds all that was made with it.
 *
 * @param {string} name of the package's entry, for messages
 * @param {object} glue its functions: those that call the wasm, and those that the wasm calls
 * @param {string} glueName by which the wasm imports them
 * @param {() => void} [whenReady]
 */
export function createPlace(name, glue, glueName, whenReady) {
  let isFilled = false;
  /** The instance that is being made, if it is: a promise of that. */
  let started;

  /** Until the instance is there, whatever needs it says what to do, and why it was not made, if that was tried. */
  function leaveEmpty(cause) {
    if (isFilled) return;
    const reason = cause ? `could not compile its wasm at once (${cause.message})` : "has no wasm yet";
    const get = () => {
      throw Object.assign(configError(`${name} ${reason}: await its init() before anything else`), { cause });
    };
    glue.__wbg_set_wasm(new Proxy({}, { get }));
  }

  function put({ exports }) {
    if (isFilled) return;
    isFilled = true;
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
    whenReady?.();
  }

  /** An `init` that makes the instance, however often it is called; after a failure it may be called again. */
  function once(instantiate) {
    const forget = (error) => {
      started = undefined;
      // Another entry of the package may have brought one meanwhile.
      if (!isFilled) throw error;
    };
    return async (source) => {
      if (!isFilled) await (started ??= instantiate(source).then(put, forget));
    };
  }

  leaveEmpty();
  return {
    imports: { [glueName]: glue },
    get isFilled() {
      return isFilled;
    },
    put,
    leaveEmpty,
    once,
  };
}
