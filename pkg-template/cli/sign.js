/** `pandapon sign`: prints the headers of a request, for other programs to send. */
import { explainSignature, signHeaders } from "../sign/index.js";
import { UsageError } from "./arguments.js";
import { KEY_HELP, KEY_OPTIONS, keys, required, USER_HELP, USER_OPTIONS } from "./credentials.js";
import { print, printJson } from "./output.js";

export const help = `pandapon sign [OPTION…]

Prints the headers access-key, timestamp, nonce-str, user-id and signature, one per line. They are valid for 600 seconds
and for any path and body: everyone who reads them can order with your money.

  pandapon sign | curl --header @- --json '{"page": 1, "pageSize": 20}' https://api.pandapon.com/alibaba/order/page

${KEY_HELP}
${USER_HELP}
  --timestamp TIME        seconds or milliseconds since 1970, sent unchanged; by default now
  --timestamp-unit UNIT   of the default timestamp: seconds or milliseconds
  --nonce TEXT            by default 32 random characters
  --json                  prints a JSON object
  --explain               prints the string to sign, with the secret masked, and the signature. Pass the timestamp and
                          nonce of another program to compare with its signature. Needs no user-id`;

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
  const headersFor = (userId) => asUsage(() => signHeaders({ ...parts, userId }));
  if (!values.explain) return show(headersFor(required(values, "user-id")), values.json);
  // Fills in the time and nonce if they are missing; the user id is not part of the signature.
  const { timestamp: time, "nonce-str": nonce } = headersFor("0");
  const { fields, stringToSign, signature } = explainSignature({ ...account, timestamp: time, nonceStr: nonce });
  if (values.json) return printJson({ fields, stringToSign, signature });
  show({ ...fields, stringToSign, signature });
}

function show(members, json) {
  if (json) return printJson(members);
  for (const [name, value] of Object.entries(members)) print(`${name}: ${value}`);
}

/** Turns a TypeError of the signer, which names the field and never its value, into a UsageError. */
function asUsage(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}
