/** `pandapon call`: one call of an endpoint, from JSON to JSON. */
import { Client, endpoints } from "../index.node.js";
import {
  BASE_HELP,
  BASE_OPTIONS,
  given,
  KEY_HELP,
  KEY_OPTIONS,
  keys,
  required,
  USER_HELP,
  USER_OPTIONS,
} from "./account.js";
import { UsageError, wholeNumber } from "./arguments.js";
import { pipedInput, standardInput } from "./input.js";
import { Interrupted, Interruption } from "./interruption.js";
import { parseJson } from "./json.js";
import { note, print, printJson } from "./terminal.js";

export const help = `pandapon call NAME [JSON|-] [OPTION…]

Calls an endpoint and prints the data of its answer. "pandapon endpoints" lists the names. Ids may be numbers or
strings; no digit is lost either way, and answers hold them as strings.

Without JSON, what is piped in is read; if nothing is, the request has no members. Shells and schedulers leave pipes
open that nobody writes to: after three seconds of silence, calls that only read go on without members, and any other
call ends unsent. "-" waits for as long as it takes.

  pandapon call alibaba.product.searchByKeyword '{"keyword": "mug"}'
  echo '{"webSite": "1688", "orderId": 3305075341149134261}' | pandapon call alibaba.order.get -

${KEY_HELP}
${USER_HELP}
${BASE_HELP}
  --route "METHOD /path"  the endpoint's route, where it is not public; PANDAPON_ROUTES holds those of several
                          endpoints, a JSON object: {"alibaba.refund.carriers": "GET /the/path"}
  --timeout MS            for each try; by default 30000
  --max-retries N         for calls that may be repeated; by default 2
  --timestamp-unit UNIT   seconds (the default) or milliseconds
  --allow-unknown         sends members, too, that the endpoint is not known to take
  --dry-run               prints the request, but for its headers, and sends nothing; needs no keys
  --with-response         prints the whole answer: data, requestId, code, msg, developId, status, headers
  --verbose               tells each try on standard error

Exit codes: 0 done, 1 the vendor refused, 2 the request or an option is wrong, 3 no connection, nothing was sent,
4 no answer, or none that can be understood: the request may have arrived, so look at the order or refund before you
repeat a call that creates, pays or submits. Ctrl+C says which of the two it is.`;

export const positionals = 2;

const flag = { type: "boolean" };
const text = { type: "string" };
export const options = {
  ...KEY_OPTIONS,
  ...USER_OPTIONS,
  ...BASE_OPTIONS,
  route: text,
  timeout: text,
  "max-retries": text,
  "timestamp-unit": text,
  "allow-unknown": flag,
  "dry-run": flag,
  "with-response": flag,
  verbose: flag,
};

/** For headers that are not shown. */
const NO_ACCOUNT = { accessKey: "none", accessSecret: "none", userId: "1" };

export async function run(values, [name, json]) {
  if (name === undefined) throw new UsageError("Which endpoint? pandapon call NAME [JSON|-]");
  const params = paramsOf(json === undefined ? await pipedFor(name) : await bytesOf(json));
  if (values["dry-run"]) return print(dryRun(values, name, params));
  const interruption = new Interruption();
  const client = new Client({
    ...keys(values),
    userId: required(values, "user-id"),
    ...settings(values, name),
    logger: logger(values.verbose),
    onRequest: () => interruption.sending(isOnce(name)),
  });
  try {
    const call = client.call(name, params, { signal: interruption.signal });
    printJson(values["with-response"] ? await call.withResponse() : await call);
  } catch (error) {
    throw error?.cause instanceof Interrupted ? error.cause : error;
  } finally {
    interruption.end();
  }
}

function paramsOf(bytes) {
  try {
    return parseJson(bytes);
  } catch (error) {
    throw new UsageError(`The request is ${error.message}.`);
  }
}

function bytesOf(json) {
  return json === "-" ? standardInput() : Buffer.from(json);
}

/** What is piped in, or else a request without members. */
async function pipedFor(name) {
  const endpoint = endpoints.find((endpoint) => endpoint.name === name);
  // There is nothing to send.
  const piped = endpoint ? await pipedInput() : Buffer.alloc(0);
  if (piped?.some((byte) => byte > 0x20)) return piped;
  if (piped === undefined) {
    const silent = "Standard input is an open pipe that says nothing";
    if (endpoint.safety !== "read") {
      throw new UsageError(`${silent}: give the request as JSON, wait for it by "-", or say </dev/null for none.`);
    }
    note(`${silent}: the request has no members.`);
  }
  return Buffer.from("{}");
}

/** The request as it would be sent, digit for digit, but for the headers: those open the account for 600 seconds. */
function dryRun(values, name, params) {
  const client = new Client({ ...NO_ACCOUNT, ...settings(values, name) });
  const { method, url, headers, body } = client.buildRequest(name, params);
  const shown = { method, url: url.replaceAll(headers.signature, "********") };
  return `${JSON.stringify(shown).slice(0, -1)},"body":${body ?? "null"}}`;
}

function settings(values, name) {
  return {
    baseUrl: given(values, "base-url"),
    routes: { ...routesOfEnvironment(), ...(values.route === undefined ? {} : { [name]: values.route }) },
    timeout: wholeNumber("timeout", values.timeout),
    maxRetries: wholeNumber("max-retries", values["max-retries"]),
    timestampUnit: values["timestamp-unit"],
    allowUnknown: values["allow-unknown"],
  };
}

function routesOfEnvironment() {
  const { PANDAPON_ROUTES: routes } = process.env;
  if (!routes) return {};
  try {
    return JSON.parse(routes);
  } catch {
    throw new UsageError("PANDAPON_ROUTES is not a JSON object of names and routes.");
  }
}

/** Retries are told of always, each try only to those who ask. */
function logger(verbose) {
  return { warn: note, error: note, debug: verbose ? note : undefined };
}

function isOnce(name) {
  return endpoints.find((endpoint) => endpoint.name === name)?.safety === "once";
}
