/** The log of calls: requests, responses and signatures. */
import { useState } from "preact/hooks";
import { type LoggedCall, useCalls } from "../api/events";
import { useLoad } from "../api/load";
import { Badge, Pager, Title } from "../components/basics";
import { Search } from "../components/filters";
import { Empty, Whole } from "../components/states";
import { chinaTime, texts } from "../i18n";
import { link, place, replace } from "../router";
import { CallDetails } from "./call";

const PAGE_SIZE = 20;

const readCalls = async (signal: AbortSignal) => (await (await fetch("/calls", { signal })).json()) as LoggedCall[];

const hasFailed = ({ code }: LoggedCall) => code !== 200;

export function Calls() {
  const { calls: t } = texts.value;
  const { query } = place.value;
  const search = query.get("search") ?? "";
  const failed = query.get("failed") ?? "";
  const page = Number(query.get("page") ?? 1);
  const [shown, setShown] = useState<LoggedCall>();
  const loaded = useLoad(readCalls, []);
  useCalls(loaded.reload, [loaded.reload]);
  const address = (changed: Record<string, string | number>) => link(["calls"], { search, failed, ...changed });
  const fits = (call: LoggedCall) => (call.name ?? call.path).includes(search) && (!failed || hasFailed(call));
  return (
    <>
      <Title note={t.intro}>{t.title}</Title>
      <div class="toolbar">
        <Search
          label={t.filter}
          hint={t.filterHint}
          value={search}
          onSearch={(search) => replace(address({ search, page: "" }))}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={failed !== ""}
            onChange={(event) => replace(address({ failed: event.currentTarget.checked ? "yes" : "", page: "" }))}
          />
          {t.failuresOnly}
        </label>
      </div>
      <Whole of={loaded} rows={8}>
        {(calls) => {
          const fitting = calls.filter(fits);
          return fitting.length === 0 ? (
            <Empty title={t.emptyTitle} text={t.emptyText} />
          ) : (
            <>
              <CallTable calls={fitting.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)} onShow={setShown} />
              <Pager page={page} pages={Math.ceil(fitting.length / PAGE_SIZE)} address={(page) => address({ page })} />
            </>
          );
        }}
      </Whole>
      {shown && <CallDetails call={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function CallTable({ calls, onShow }: { calls: readonly LoggedCall[]; onShow: (call: LoggedCall) => void }) {
  const { calls: t } = texts.value;
  return (
    <table class="list calls" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {t.endpoint}
          </th>
          <th role="columnheader" scope="col">
            {t.code}
          </th>
          <th role="columnheader" scope="col" class="number">
            {t.duration}
          </th>
          <th role="columnheader" scope="col">
            {t.requestId}
          </th>
          <th role="columnheader" scope="col">
            {t.time}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {calls.map((call) => (
          <tr role="row" key={call.id}>
            <td role="cell">
              <button type="button" class="row-link mono" aria-haspopup="dialog" onClick={() => onShow(call)}>
                {call.name ?? call.path}
              </button>
            </td>
            <td role="cell">
              <Badge tone={hasFailed(call) ? "bad" : "good"}>{call.code ?? "–"}</Badge>
            </td>
            <td role="cell" class="number">
              {t.milliseconds(call.duration)}
            </td>
            <td role="cell" class="request-id">
              <span class="sub mono">{call.requestId}</span>
            </td>
            <td role="cell">
              <time class="sub">{chinaTime(call.at).slice(11)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
