/** `pandapon sandbox`: the emulated vendor over HTTP, for programs in any language. */
import { once } from "node:events";
import { createServer } from "node:http";
import { isIP } from "node:net";
import { nodeListener } from "../node-listener.js";
import { controls, routes } from "../sandbox/core.js";
import { isAddress } from "../sandbox/webhook-sender.js";
import { UsageError, wholeNumber } from "./arguments.js";
import { HIGHEST_MAX_BODY_BYTES } from "./server/body.js";
import { hostOf } from "./server/callers.js";
import { addressOf, firstRequest } from "./server/greeting.js";
import { createHandler } from "./server/handler.js";
import { Inputs } from "./server/inputs.js";
import { note, print } from "./terminal.js";

/** @param {import("../sandbox/core.js").Control} control */
function helpOf({ name, example, description }) {
  return `  POST /sandbox/control/${name.padEnd(15)} ${example}${description && ": "}${description}`;
}

export const help = `pandapon sandbox [OPTION…]

Serves the emulated vendor over HTTP. Prints its address, the keys of the sandbox, which open nothing else, and a first
request to paste. Ends at Ctrl+C.

  --port N        by default 4010; 0 takes any that is free
  --host ADDRESS  where to listen, by default 127.0.0.1, which only this machine reaches; may be repeated, see below
  --seed N        the same seed gives the same goods, ids and keys; by default 1
  --state FILE    keeps all that happens in this file: whatever was answered survives a crash, too
  --callback URL  posts push messages there as the vendor does: each as soon as it is due, and again after half an hour
                  of the sandbox's clock (see advance) unless HTTP 200 comes within a second, at most 5 times
  --cors          lets web pages of any origin call it, controls and push messages included: every page that is open in
                  a browser of this machine can then read and change all of it; the vendor answers none
  --max-body-bytes N      the largest body of a request, by default 33554432 (32 MiB), at most twice that
  --request-timeout MS    how long a request may take to arrive, by default 30000
  --json          prints address, keys and routes as one line of JSON

Requests are answered only if their header Host names this machine (localhost, *.localhost, 127.0.0.0/8, [::1]), the
address that they came in by, or a --host: a web page under another name that leads here (DNS rebinding) is refused.
Give --host more than once, or several with commas: the first address (or else the first name) is where to listen, and
all of them are answered, such as --host 0.0.0.0 --host sandbox.internal.

What the seller does, and what tests want to know, goes by paths of the sandbox's own, with JSON in and out:

${controls().map(helpOf).join("\n")}
  POST /sandbox/control/snapshot        {}: answers {"snapshot": "…"}, the whole state
  POST /sandbox/control/restore         {"snapshot": "…"}: goes on from there
  POST /sandbox/control/pushes          {}: answers the push messages since they were last taken
  GET  /sandbox/control/settled         answers once every push message that is due was posted to --callback
  GET  /sandbox/control/requests        the last requests that it received, at most 1000, and 8 MiB of them
  GET  /sandbox/control/routes          its routes of endpoints whose path is not public

Faults are latency, refusal, reset, status, truncatedBody and clockSkew for requests, and duplicatePush and latePush for
push messages; the declarations of pandapon/sandbox say what each takes. A reset breaks the connection, and a truncated
body ends with it.

With --state and --callback, push messages survive a crash as well. What the receiver did not accept, or accepted just
when the sandbox was killed, is posted again after the restart: a message may come twice. A start without --callback
forgets those that were still to be posted; pushes has them nevertheless.

One sandbox uses a state file at a time, whatever links lead to it. When the file cannot be written any more, because
the disk is full or the like, the sandbox ends with exit code 74; what it answered is kept.

Controls take no signature: whoever reaches the port can use them, but for web pages without --cors. With --host that
may be more than this machine. Bodies are JSON; at most 100 faults, and 100 years ahead by advance, are taken.`;

export const positionals = 0;

const text = { type: "string" };
const flag = { type: "boolean" };
export const options = {
  port: text,
  host: { type: "string", multiple: true },
  seed: text,
  state: text,
  callback: text,
  cors: flag,
  json: flag,
  "max-body-bytes": text,
  "request-timeout": text,
};

/** How long a request may take to arrive, in milliseconds, and how often that is looked at. */
const REQUEST_TIMEOUT = "30000";
const HIGHEST_REQUEST_TIMEOUT = 3_600_000;
const CHECK_INTERVAL = 1000;

/** In milliseconds: longer than clients keep an idle connection, so that none is closed just when it is used again. */
const KEEP_ALIVE = 65_000;

/** How long answers on their way may take once the end is asked for, in milliseconds. */
const PATIENCE = 2000;

export async function run({ port = "4010", host = ["127.0.0.1"], seed, state, callback, cors, json, ...limits }) {
  const portNumber = wholeNumber("port", port, 65_535);
  const { address, hosts } = hostsOf(host);
  const maxBodyBytes = wholeNumber("max-body-bytes", limits["max-body-bytes"], HIGHEST_MAX_BODY_BYTES, 1024);
  const timeout = limits["request-timeout"] ?? REQUEST_TIMEOUT;
  const requestTimeout = wholeNumber("request-timeout", timeout, HIGHEST_REQUEST_TIMEOUT, 1);
  if (callback !== undefined && !isAddress(callback)) {
    throw new UsageError("--callback must be an address with http or https, and without a password.");
  }
  const seedNumber = wholeNumber("seed", seed);
  const inputs = await Inputs.open({ seed: seedNumber, file: state, callbackUrl: callback, note });
  const stopped = stopAsked();
  try {
    const settings = {
      keepAliveTimeout: KEEP_ALIVE,
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(CHECK_INTERVAL, requestTimeout),
    };
    const server = createServer(settings, nodeListener(createHandler(inputs, { cors, hosts, maxBodyBytes })));
    await listening(server, { host: address, port: portNumber });
    greet(inputs.core.access(), addressOf(server.address()), json);
    inputs.startPosting();
    try {
      await Promise.race([stopped, inputs.broken]);
    } finally {
      await closed(server);
    }
  } finally {
    await inputs.close();
  }
}

/** Where to listen, and for which hosts requests are answered. */
function hostsOf(given) {
  const names = given.flatMap((text) => text.split(",")).map((name) => name.trim().replace(/^\[(.*)\]$/, "$1"));
  const canonical = names.map(hostOf);
  if (canonical.includes(undefined)) throw new UsageError("--host must be an address, or a name without a port.");
  return { address: names.find((name) => isIP(name)) ?? names[0], hosts: new Set(canonical) };
}

function greet(keys, baseUrl, json) {
  const access = { baseUrl, ...keys };
  print(json ? JSON.stringify({ ...access, routes: routes() }) : firstRequest(access));
}

async function listening(server, address) {
  server.listen(address);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new UsageError(`The sandbox cannot listen there: ${error.code}. Choose another --port or --host.`);
  }
}

async function stopAsked() {
  await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
}

/** Answers what was asked, but waits for nobody who only keeps a connection. */
async function closed(server) {
  const end = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await end;
  clearTimeout(timer);
}
