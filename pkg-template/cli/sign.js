/** `pandapon sign`: the headers of a request, for other programs to send. */
import { explainSignature, signHeaders } from "../sign/index.js";
import { KEY_HELP, KEY_OPTIONS, keys, required, USER_HELP, USER_OPTIONS } from "./account.js";
import { UsageError } from "./arguments.js";
import { print, printJson } from "./terminal.js";

export const help = `pandapon sign [OPTION…]

Prints the headers access-key, timestamp, nonce-str, user-id and signature, a line each. They are good for 600 seconds,
for any path and body: whoever reads them can order with your money.

  pandapon sign | curl --header @- --json '{"page": 1, "pageSize": 20}' https://api.pandapon.com/alibaba/order/page

${KEY_HELP}
${USER_HELP}
  --timestamp TIME        seconds or milliseconds since 1970, as they are to be sent; by default now
  --timestamp-unit UNIT   of the default: seconds or milliseconds
  --nonce TEXT            by default 32 random characters
  --json                  prints a JSON object
  --explain               prints how the signature comes about: the string to sign, the secret masked. With a timestamp
                          and a nonce of another program it is compared with what that signs. Needs no user-id`;

export const positionals = 0;

const text = { type: "string" };
const flag = { type: "boolean" };
export const options = {
  ...KEY_OPTIONS,
  ...USER_OPTIONS,
  timestamp: text,
  "timestamp-unit": text,
  nonce: text,
  json: flag,
  explain: flag,
};

export function run(values) {
  const { timestamp, nonce: nonceStr, "timestamp-unit": timestampUnit } = values;
  const account = keys(values);
  const parts = { ...account, timestamp, nonceStr, timestampUnit };
  const headersFor = (userId) => refusing(() => signHeaders({ ...parts, userId }));
  if (!values.explain) return show(headersFor(required(values, "user-id")), values.json);
  // Time and nonce where they are not given; the user takes no part in the signature.
  const { timestamp: time, "nonce-str": nonce } = headersFor("0");
  const { fields, stringToSign, signature } = explainSignature({ ...account, timestamp: time, nonceStr: nonce });
  if (values.json) return printJson({ fields, stringToSign, signature });
  show({ ...fields, stringToSign, signature });
}

function show(members, json) {
  if (json) return printJson(members);
  for (const [name, value] of Object.entries(members)) print(`${name}: ${value}`);
}

/** What is wrong with an option, as the signer says it: it names the member, never its value. */
function refusing(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}
