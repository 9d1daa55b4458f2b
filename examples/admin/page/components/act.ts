/** Doing something once: busy while it runs, and what went wrong. */
import { useRef, useState } from "preact/hooks";

export interface Act {
  /** Does it, unless it is being done already. */
  run: (work: () => Promise<void>) => Promise<void>;
  busy: boolean;
  /** What went wrong the last time. */
  error: unknown;
  clear: () => void;
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  // A second click comes before the page has drawn the first.
  const running = useRef(false);
  return {
    busy,
    error,
    clear: () => setError(undefined),
    async run(work) {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setError(undefined);
      try {
        await work();
      } catch (error) {
        setError(error);
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
