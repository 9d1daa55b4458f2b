/** Loads data for a component, and tracks whether it is loading, ready or failed. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { clock } from "./events";

export type Loaded<Data> = {
  /** Loads again; the old data stays visible meanwhile. */
  reload: () => void;
  /** Whether something is on its way. */
  busy: boolean;
} & ({ state: "loading" } | { state: "failed"; error: unknown } | { state: "ready"; data: Data });

/** @param key the data is dropped when a member of it changes */
export function useLoad<Data>(load: (signal: AbortSignal) => Promise<Data>, key: readonly unknown[]): Loaded<Data> {
  const name = JSON.stringify(key);
  const [round, setRound] = useState(0);
  const [outcome, setOutcome] = useState<{ name: string; data: Data } | { name: string; error: unknown }>();
  const [busy, setBusy] = useState(true);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const abort = new AbortController();
    setBusy(true);
    latest.current(abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return;
        setOutcome({ name, data });
        setBusy(false);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setOutcome({ name, error });
        setBusy(false);
      },
    );
    return () => abort.abort();
    // Responses of the platform also depend on its clock.
  }, [name, round, clock.value]);
  const reload = useCallback(() => setRound((round) => round + 1), []);
  if (outcome?.name !== name) return { reload, busy, state: "loading" };
  if ("error" in outcome) return { reload, busy, state: "failed", error: outcome.error };
  return { reload, busy, state: "ready", data: outcome.data };
}
