/** The states of a view without data: loading, empty and failed. */
import { ApiError, DecodeError, PandaponError } from "pandapon";
import type { ComponentChildren } from "preact";
import { BusinessError, isOutcomeUnknown } from "../api/business-error";
import type { Loaded } from "../api/load";
import { texts } from "../i18n";
import { Icon } from "./basics";

export const Loading = ({ rows = 4 }: { rows?: number }) => (
  <div class="loading" role="status">
    <span class="hidden">{texts.value.common.loading}</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} class="bone" />
    ))}
  </div>
);

export const Empty = (props: { title: string; text: string; children?: ComponentChildren }) => (
  <div class="empty">
    <Icon name="empty" />
    <h2>{props.title}</h2>
    <p>{props.text}</p>
    {props.children}
  </div>
);

/** An error, with a button to retry if `retry` is there: only for reads. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { failure, common } = texts.value;
  const message =
    error instanceof ApiError && error.msg ? error.msg : error instanceof Error ? error.message : String(error);
  const code = error instanceof ApiError || error instanceof BusinessError ? error.code : null;
  const requestId = error instanceof ApiError || error instanceof DecodeError ? error.requestId : null;
  const mayBeDone = !retry && isOutcomeUnknown(error);
  return (
    <div class="failure" role="alert">
      <Icon name="alert" />
      <div>
        <strong>{mayBeDone ? failure.unsure : failure.title}</strong>
        <p>{message}</p>
        {mayBeDone && <p class="muted">{failure.sent}</p>}
        {error instanceof PandaponError && !error.sent && <p class="muted">{failure.notSent}</p>}
        {code && (
          <p class="muted">
            {failure.code} {code}
          </p>
        )}
        {requestId && (
          <p class="muted">
            {failure.requestId} <code>{requestId}</code>
          </p>
        )}
        {retry && (
          <button type="button" class="button" onClick={retry}>
            {common.retry}
          </button>
        )}
      </div>
    </div>
  );
}

/** Shows the data once it is loaded. */
export function Whole<Data>(props: { of: Loaded<Data>; rows?: number; children: (data: Data) => ComponentChildren }) {
  const { of: loaded, rows = 4 } = props;
  if (loaded.state === "loading") return <Loading rows={rows} />;
  if (loaded.state === "failed") return <Failure error={loaded.error} retry={loaded.reload} />;
  return <>{props.children(loaded.data)}</>;
}
