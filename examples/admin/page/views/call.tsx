/** One call: the signed string, and both bodies. */
import type { LoggedCall } from "../api/events";
import { Badge, Facts } from "../components/basics";
import { Dialog } from "../components/dialog";
import { texts } from "../i18n";

export function CallDetails({ call, onClose }: { call: LoggedCall; onClose: () => void }) {
  const { calls: t, common } = texts.value;
  const { stringToSign, fields } = call.explanation;
  return (
    <Dialog title={call.name ?? call.path} onClose={onClose}>
      <p class="call-line">
        <code>
          {call.method} {call.path}
        </code>
        <Badge tone={call.code === 200 ? "good" : "bad"}>{call.code ?? "–"}</Badge>
        <span class="sub">{t.milliseconds(call.duration)}</span>
      </p>
      {call.code !== 200 && call.msg && <p class="quote">{call.msg}</p>}
      <h3>{t.signature}</h3>
      <Facts
        facts={[
          [t.accessKey, <code>{fields.accessKey}</code>],
          [t.timestamp, <code>{fields.timestamp}</code>],
          [t.nonce, <code>{fields.nonceStr}</code>],
          [t.secret, <code>{fields.accessSecret}</code>],
        ]}
      />
      <h4>{t.stringToSign}</h4>
      <pre tabIndex={0}>{stringToSign}</pre>
      <p class="hint">{t.masked}</p>
      <h3>{t.request}</h3>
      <pre tabIndex={0}>{indent(call.request) || t.noBody}</pre>
      <h3>{t.response}</h3>
      <p class="sub">
        {t.requestId} <code>{call.requestId ?? "–"}</code>
      </p>
      <pre tabIndex={0}>{indent(call.response)}</pre>
      <div class="actions">
        <button type="button" class="button primary" onClick={onClose}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}

/** Indents JSON without parsing it, which would round the ids. */
function indent(json: string) {
  let depth = 0;
  const lineBreak = () => `\n${"  ".repeat(depth)}`;
  return json.replace(/"(?:[^"\\]|\\.)*"|[[{](?=\s*[\]}])\s*[\]}]|[[{\]},:]|\s+/g, (token) => {
    if (/^\s/.test(token)) return "";
    if (token === "{" || token === "[") {
      depth += 1;
      return token + lineBreak();
    }
    if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      return lineBreak() + token;
    }
    if (token === ",") return token + lineBreak();
    return token === ":" ? ": " : token;
  });
}
