/** `pandapon call`: calls an endpoint, from JSON to JSON. */
import { Client, endpoints } from "../index.node.js";
import { UsageError, wholeNumber } from "./arguments.js";
import { confirm, personAtTerminal } from "./confirm.js";
import {
  BASE_HELP,
  BASE_OPTIONS,
  KEY_HELP,
  KEY_OPTIONS,
  keys,
  optional,
  required,
  USER_HELP,
  USER_OPTIONS,
} from "./credentials.js";
import { note, print, printJson, printOutcome } from "./output.js";
import { parseJson, pipedInput, standardInput } from "./read-input.js";

export const help = `pandapon call NAME [JSON|-] [OPTION…]

Calls an endpoint and prints the data of its response. "pandapon endpoints" lists the names. Ids may be numbers or
strings, and lose no digit either way; responses hold them as strings.

Without JSON, standard input is read if it is piped; otherwise the request is {}. Shells and schedulers leave pipes open
that nobody writes to: after three seconds of silence, calls that only read continue with {}, and any other call is
not sent. "-" waits without a limit.

On a terminal, a call that is sent once (it creates, pays or submits) is shown first, and sent after the answer "y".
Where messages do not go to a terminal, as in scripts and schedulers, nothing asks.

  pandapon call alibaba.product.searchByKeyword '{"keyword": "mug"}'
  echo '{"webSite": "1688", "orderId": 3305075341149134261}' | pandapon call alibaba.order.get -

${KEY_HELP}
${USER_HELP}
${BASE_HELP}
  --route "METHOD /path"  the route of the endpoint, if it is not public; PANDAPON_ROUTES holds those of several
                          endpoints as a JSON object: {"alibaba.refund.carriers": "GET /the/path"}
  --timeout MS            of each attempt; by default 30000
  --max-retries N         for calls that are safe to retry; by default 2
  --timestamp-unit UNIT   seconds (the default) or milliseconds
  --allow-unknown         also sends fields that the endpoint is not known to take
  --allow-unlikely        also sends what only pandapon refuses, such as a quantity of 0
  --yes                   sends without asking
  --dry-run               prints the request without its headers and sends nothing; needs no keys
  --with-response         prints the whole response: data, requestId, code, msg, developId, status, headers
  --verbose               logs each attempt to standard error

Exit codes: 0 done, 1 the platform refused, 2 the request or an option is invalid, 3 no connection, nothing was sent,
4 no response, or an unreadable one: the request may have arrived, so look up the order or refund before you repeat a
call that creates, pays or submits. After Ctrl+C the message says whether it may have arrived.`;

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
  "allow-unlikely": flag,
  "dry-run": flag,
  yes: flag,
  "with-response": flag,
  verbose: flag,
};

/** For a dry run, which prints no headers. */
const NO_CREDENTIALS = { accessKey: "0".repeat(32), accessSecret: "none", userId: "1" };

export async function run(values, [name, json]) {
  if (name === undefined) throw new UsageError("The name of an endpoint is missing: pandapon call NAME [JSON|-]");
  const params = parseParams(json === undefined ? await implicitInput(name) : await explicitInput(json));
  if (values["dry-run"]) return print(dryRun(values, name, params));
  const changes = safetyOf(name) !== "read";
  const credentials = { ...keys(values), userId: required(values, "user-id") };
  const person = safetyOf(name) === "once" && !values.yes ? personAtTerminal() : undefined;
  if (person) {
    // What is invalid is refused before anybody is asked.
    dryRun(values, name, params);
    await confirm(person, { name, params, baseUrl: optional(values, "base-url"), userId: credentials.userId });
  }
  const interruption = new Interruption();
  const client = new Client({
    ...credentials,
    ...clientOptions(values, name),
    // Retries are always logged, attempts only with --verbose.
    logger: { warn: note, error: note, debug: values.verbose ? note : undefined },
    onRequest: () => interruption.requestSent(changes),
  });
  try {
    const call = client.call(name, params, { signal: interruption.signal });
    const result = values["with-response"] ? await call.withResponse() : await call;
    if (changes) printOutcome(result);
    else printJson(result);
  } catch (error) {
    throw error?.cause instanceof Interrupted ? error.cause : error;
  } finally {
    interruption.end();
  }
}

function parseParams(bytes) {
  try {
    return parseJson(bytes);
  } catch (error) {
    throw new UsageError(`The request is ${error.message}.`);
  }
}

function explicitInput(json) {
  return json === "-" ? standardInput() : Buffer.from(json);
}

/** Returns what is piped in, or else an empty request. */
async function implicitInput(name) {
  // For an unknown endpoint nothing is sent, so there is nothing to read.
  const piped = safetyOf(name) ? await pipedInput() : Buffer.alloc(0);
  if (piped?.some((byte) => byte > 0x20)) return piped;
  if (piped === undefined) {
    const silent = "Standard input is an open pipe without data";
    if (safetyOf(name) !== "read") {
      throw new UsageError(`${silent}: pass the request as JSON, "-" to wait for it, or </dev/null for none.`);
    }
    note(`${silent}: sending an empty request.`);
  }
  return Buffer.from("{}");
}

/** Returns the request without its headers, which would open the account for 600 seconds. No digit of the body is lost. */
function dryRun(values, name, params) {
  const client = new Client({ ...NO_CREDENTIALS, ...clientOptions(values, name) });
  const { method, url, headers, body } = client.buildRequest(name, params);
  const request = { method, url: url.replaceAll(headers.signature, "********") };
  return `${JSON.stringify(request).slice(0, -1)},"body":${body ?? "null"}}`;
}

function clientOptions(values, name) {
  return {
    baseUrl: optional(values, "base-url"),
    routes: { ...environmentRoutes(), ...(values.route === undefined ? {} : { [name]: values.route }) },
    timeout: wholeNumber("timeout", values.timeout),
    maxRetries: wholeNumber("max-retries", values["max-retries"]),
    timestampUnit: values["timestamp-unit"],
    allowUnknown: values["allow-unknown"],
    allowUnlikely: values["allow-unlikely"],
  };
}

function environmentRoutes() {
  const { PANDAPON_ROUTES: routes } = process.env;
  if (!routes) return {};
  try {
    return JSON.parse(routes);
  } catch {
    throw new UsageError("PANDAPON_ROUTES is not a JSON object of names and routes.");
  }
}

function safetyOf(name) {
  return endpoints.find((endpoint) => endpoint.name === name)?.safety;
}

/** The exit codes that a shell reports for programs ended by these signals. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 };

class Interrupted extends Error {
  constructor(signal, mayHaveArrived) {
    super(
      mayHaveArrived
        ? "the request may have reached the platform, so look up its outcome before repeating it"
        : "nothing was bought or changed",
    );
    this.name = "Interrupted";
    this.exitCode = SIGNAL_CODES[signal];
  }
}

/** Until `end`, Ctrl+C aborts `signal` instead of ending the process, so that the message can say what may have happened. */
class Interruption {
  #controller = new AbortController();
  #mayHaveArrived = false;
  #listener = (name) => this.#controller.abort(new Interrupted(name, this.#mayHaveArrived));

  constructor() {
    for (const name of Object.keys(SIGNAL_CODES)) process.on(name, this.#listener);
  }

  get signal() {
    return this.#controller.signal;
  }

  /** @param {boolean} changes whether the request does more than read */
  requestSent(changes) {
    this.#mayHaveArrived ||= changes;
  }

  end() {
    for (const name of Object.keys(SIGNAL_CODES)) process.off(name, this.#listener);
  }
}
