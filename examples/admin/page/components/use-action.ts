/** Runs an action once at a time, with its state: busy, and the error of the last run. */
import { useRef, useState } from "preact/hooks";

export interface Action {
  /** Runs it, unless it is running already. */
  run: (work: () => Promise<void>) => Promise<void>;
  busy: boolean;
  /** The error of the last run. */
  error: unknown;
  clear: () => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  // A second click can come before the page is rendered again.
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
