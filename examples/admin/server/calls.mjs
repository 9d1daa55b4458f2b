/** The log of calls: requests, responses and signatures. */
import { explainSignature } from "../../../pkg/sign/index.js";

/** How many calls are kept. */
const KEPT = 500;
/** How much of a body is kept: pictures are long. */
const SHOWN = 4000;

/**
 * @param {{ accessKey: string, accessSecret: string }} credentials to explain signatures with; the secret stays here
 * @param {(call: object) => void} onCall called with each finished call
 */
export function createCallLog({ accessKey, accessSecret }, onCall) {
  const calls = [];
  // Without the signature itself: it does not cover the request, so for ten minutes it could sign another one, too.
  const explain = (signed) => {
    const { stringToSign, fields } = explainSignature({ accessKey, accessSecret, ...signed });
    return { stringToSign, fields };
  };
  /** Endpoints by the nonce of their request: a fetch does not know whom it serves. */
  const names = new Map();
  let count = 0;

  function keep(call) {
    calls.unshift(call);
    calls.length = Math.min(calls.length, KEPT);
    onCall(call);
  }

  return {
    /** The newest first. */
    list: () => calls,

    /** For the client's option of this name. */
    onRequest({ endpoint, headers }) {
      names.set(headers["nonce-str"], endpoint);
    },

    /** Wraps a fetch to log its calls. */
    watch: (fetch) => async (url, init) => {
      const started = performance.now();
      const { timestamp, "nonce-str": nonceStr } = init.headers;
      const call = {
        id: ++count,
        at: Date.now(),
        name: names.get(nonceStr) ?? null,
        method: init.method,
        path: new URL(url).pathname + new URL(url).search,
        request: shorten(init.body ?? ""),
        explanation: explain({ timestamp, nonceStr }),
      };
      names.delete(nonceStr);
      try {
        const response = await fetch(url, init);
        const answer = await response.clone().text();
        keep({ ...call, ...outcome(answer), status: response.status, ...taking(started), response: shorten(answer) });
        return response;
      } catch (error) {
        keep({
          ...call,
          code: null,
          msg: String(error),
          requestId: null,
          status: null,
          ...taking(started),
          response: "",
        });
        throw error;
      }
    },
  };
}

/** Milliseconds, to a tenth. */
const taking = (started) => ({ duration: Math.round((performance.now() - started) * 10) / 10 });

const shorten = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text);

/** The members of the platform's envelope that are of use to a reader of the log. */
function outcome(answer) {
  try {
    const { code, msg, requestId } = JSON.parse(answer);
    return { code, msg, requestId };
  } catch {
    return { code: null, msg: null, requestId: null };
  }
}
