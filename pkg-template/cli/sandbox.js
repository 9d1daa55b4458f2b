/** `pandapon sandbox`: serves the emulated platform over HTTP, for programs in any language. */
import { once } from "node:events";
import { createServer } from "node:http";
import { isIP } from "node:net";
import { nodeListener } from "../node-listener.js";
import { controls, routes } from "../sandbox/core.js";
import { isWebhookUrl } from "../sandbox/webhook-sender.js";
import { UsageError, wholeNumber } from "./arguments.js";
import { note, print } from "./output.js";
import { hostOf } from "./server/callers.js";
import { EventLog } from "./server/event-log.js";
import { createHandler, HIGHEST_MAX_BODY_BYTES } from "./server/handler.js";

/** @param {import("../sandbox/core.js").Control} control */
function helpOf({ name, example, description }) {
  return `  POST /sandbox/control/${name.padEnd(15)} ${example}${description && ": "}${description}`;
}

export const help = `pandapon sandbox [OPTION…]

Serves the emulated platform over HTTP. Prints its address, the keys of the sandbox, which open nothing else, and a
first request to paste. Ctrl+C stops it.

  --port N        by default 4010; 0 chooses a free one
  --host ADDRESS  where to listen, by default 127.0.0.1, which only this machine reaches; may be repeated, see below
  --seed N        the same seed yields the same products, ids and keys; by default 1
  --state FILE    keeps the state in this file: whatever was answered survives a crash, too
  --callback URL  posts push messages there like the platform: each as soon as it is due, and again after half an hour
                  of the sandbox's clock (see advance) unless HTTP 200 arrives within a second, at most 5 times
  --cors          allows requests, also to controls and for push messages, from web pages of any origin: every page open
                  in a browser of this machine can then read and change everything; the platform allows none
  --max-body-bytes N      maximum size of a request body, by default 33554432 (32 MiB), at most twice that
  --request-timeout MS    how long a request may take to arrive, by default 30000
  --json          prints address, keys and routes as one line of JSON

Requests are answered only if their header Host names this machine (localhost, *.localhost, 127.0.0.0/8, [::1]), the
address that received them, or a --host: a web page under another name that resolves here (DNS rebinding) is refused.
Repeat --host, or separate several by commas: the sandbox listens on the first address (or else the first name) and
answers for all of them, such as --host 0.0.0.0 --host sandbox.internal.

What the seller does, and queries for tests, have paths of the sandbox's own, with JSON in and out:

${controls().map(helpOf).join("\n")}
  POST /sandbox/control/snapshot        {}: returns {"snapshot": "…"}, the whole state
  POST /sandbox/control/restore         {"snapshot": "…"}: continues from there
  POST /sandbox/control/pushes          {}: returns the push messages since the last time
  GET  /sandbox/control/settled         responds once every push message that is due was posted to --callback
  GET  /sandbox/control/requests        the last requests that it received, at most 1000 and 8 MiB of them
  GET  /sandbox/control/routes          its routes of endpoints whose path is not public

Faults are latency, refusal, reset, status, truncatedBody and clockSkew for requests, and duplicatePush and latePush for
push messages; the declarations of pandapon/sandbox document their fields. A reset and a truncated body end the
connection.

With --state and --callback, push messages survive a crash as well. A message that the receiver did not accept, or
accepted just when the sandbox was killed, is posted again after the restart: it may arrive twice. A start without
--callback drops those that were still to be posted; pushes still returns them.

A state file is used by one sandbox at a time, whatever links lead to it. When the file cannot be written any more, for
example because the disk is full, the sandbox ends with exit code 74; what it answered is kept.

Controls take no signature: everyone who reaches the port can use them, except web pages without --cors. With --host
that may be more than this machine. Bodies are JSON; limits are 100 faults, and 100 years by advance.`;

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

/** How long a request may take to arrive, and how often that is checked, in milliseconds. */
const REQUEST_TIMEOUT = "30000";
const HIGHEST_REQUEST_TIMEOUT = 3_600_000;
const CHECK_INTERVAL = 1000;

/** In milliseconds: longer than clients keep an idle connection, so that none is closed just as it is used again. */
const KEEP_ALIVE = 65_000;

/** How long responses may take after the sandbox was asked to stop, in milliseconds. */
const STOP_TIMEOUT = 2000;

export async function run({ port = "4010", host = ["127.0.0.1"], seed, state, callback, cors, json, ...limits }) {
  const portNumber = wholeNumber("port", port, 65_535);
  const { address, hosts } = hostsOf(host);
  const maxBodyBytes = wholeNumber("max-body-bytes", limits["max-body-bytes"], HIGHEST_MAX_BODY_BYTES, 1024);
  /** @type {string} */
  const timeout = limits["request-timeout"] ?? REQUEST_TIMEOUT;
  const requestTimeout = wholeNumber("request-timeout", timeout, HIGHEST_REQUEST_TIMEOUT, 1);
  if (callback !== undefined && !isWebhookUrl(callback)) {
    throw new UsageError("--callback must be an http or https URL without a password.");
  }
  const seedNumber = wholeNumber("seed", seed);
  const log = await EventLog.open({ seed: seedNumber, file: state, callbackUrl: callback, note });
  const stopped = stopSignal();
  try {
    const settings = {
      keepAliveTimeout: KEEP_ALIVE,
      requestTimeout,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(CHECK_INTERVAL, requestTimeout),
    };
    const server = createServer(settings, nodeListener(createHandler(log, { cors, hosts, maxBodyBytes })));
    await listening(server, { host: address, port: portNumber });
    const access = { baseUrl: baseUrlOf(server), ...log.core.access() };
    print(json ? JSON.stringify({ ...access, routes: routes() }) : banner(access));
    log.startPosting();
    try {
      await Promise.race([stopped, log.failed]);
    } finally {
      await close(server);
    }
  } finally {
    await log.close();
  }
}

/** Returns the address to listen on, and the hosts for which requests are answered. */
function hostsOf(values) {
  const names = values.flatMap((text) => text.split(",")).map((name) => name.trim().replace(/^\[(.*)\]$/, "$1"));
  const canonical = names.map(hostOf);
  if (canonical.includes(undefined)) throw new UsageError("--host must be an address, or a name without a port.");
  return { address: names.find((name) => isIP(name)) ?? names[0], hosts: new Set(canonical) };
}

async function listening(server, address) {
  server.listen(address);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new UsageError(`The sandbox cannot listen there: ${error.code}. Choose another --port or --host.`);
  }
}

async function stopSignal() {
  await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
}

/** Finishes the requests that are being answered, and closes idle connections at once. */
async function close(server) {
  const end = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT);
  await end;
  clearTimeout(timer);
}

/** @param {import("node:http").Server} server that listens */
function baseUrlOf(server) {
  const { address, port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[address] ?? address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Returns the text that is printed at the start.
 *
 * @param {{ baseUrl: string, accessKey: string, accessSecret: string, userId: string }} access
 */
function banner(access) {
  const { baseUrl, accessKey, accessSecret, userId } = access;
  return `The sandbox listens on ${baseUrl}. Its keys, which open nothing else, for "pandapon call":

export PANDAPON_BASE_URL=${baseUrl}
export PANDAPON_ACCESS_KEY=${accessKey}
export PANDAPON_ACCESS_SECRET=${accessSecret}
export PANDAPON_USER_ID=${userId}
export PANDAPON_ROUTES="$(curl -s ${baseUrl}/sandbox/control/routes)"

A first request to paste into another terminal. It makes a new signature each time:

${curlLine(access)}

Ctrl+C stops the sandbox.`;
}

/**
 * Returns a line that signs when it runs, as a signature is valid for 600 seconds and a nonce for one request. It uses what
 * every shell has; md5 is the md5sum of macOS.
 */
function curlLine({ baseUrl, accessKey, accessSecret, userId }) {
  const nonce = "od -An -N16 -tx1 /dev/urandom | tr -d ' \\n'";
  const md5 = "{ md5sum || md5 -q; } 2>/dev/null | cut -c1-32 | tr a-f A-F";
  const signature = `printf %s ${accessKey}$t\${n}${accessSecret} | ${md5}`;
  const signed = `t=$(date +%s) n=$(${nonce}); echo -H timestamp:$t -H nonce-str:$n -H signature:$(${signature})`;
  const fixed = `-H access-key:${accessKey} -H user-id:${userId} -H content-type:application/json`;
  const request = `${baseUrl}/alibaba/product/keywords/query -d '{"keyword": "mug"}'`;
  return `curl -s ${request} ${fixed} $(${signed})`;
}
