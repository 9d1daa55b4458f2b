/** `pandapon sandbox`: the emulated vendor over HTTP, for programs in any language. */
import { once } from "node:events";
import { createServer } from "node:http";
import { nodeListener } from "../node-listener.js";
import { isAddress } from "../sandbox/courier.js";
import { routes } from "../sandbox/machine.js";
import { UsageError, wholeNumber } from "./arguments.js";
import { addressOf, firstRequest } from "./server/greeting.js";
import { createHandler } from "./server/handler.js";
import { Inputs } from "./server/inputs.js";
import { StateError } from "./server/state-error.js";
import { note, print } from "./terminal.js";

export const help = `pandapon sandbox [OPTION…]

Serves the emulated vendor over HTTP. Prints its address, the keys of the sandbox, which open nothing else, and a first
request to paste. Ends at Ctrl+C.

  --port N        by default 4010; 0 takes any that is free
  --host ADDRESS  by default 127.0.0.1, which only this machine reaches
  --seed N        the same seed gives the same goods, ids and keys; by default 1
  --state FILE    keeps all that happens in this file: whatever was answered survives a crash, too
  --callback URL  posts push messages there as the vendor does: each as soon as it is due, and again after half an hour
                  of the sandbox's clock (see advance) unless HTTP 200 comes within a second, at most 5 times
  --cors          lets pages of any origin call it; the vendor answers none
  --json          prints address, keys and routes as one line of JSON

What the seller does, and what tests want to know, goes by paths of the sandbox's own, with JSON in and out:

  POST /sandbox/control/advance         {"milliseconds": 60000}: lets time pass
  POST /sandbox/control/ship            {"orderId": "…", "items": ["…"]}: all that is left, or these sub-orders
  POST /sandbox/control/changePrice     {"orderId": "…", "goods": 1200, "freight": 500}: one or both, in fen
  POST /sandbox/control/closeOrder      {"orderId": "…"}
  POST /sandbox/control/setStock        {"skuId": "…", "pieces": 0}
  POST /sandbox/control/sellerAgrees    {"refundId": "…"}
  POST /sandbox/control/sellerRefuses   {"refundId": "…", "reason": "…"}
  POST /sandbox/control/sellerReceives  {"refundId": "…"}
  POST /sandbox/control/setFaults       [{"kind": "reset", "when": "after", "endpoints": "alibaba.order.*"}]: what
                                        goes wrong from now on, instead of all before
  POST /sandbox/control/snapshot        {}: answers {"snapshot": "…"}, the whole state
  POST /sandbox/control/restore         {"snapshot": "…"}: goes on from there
  GET  /sandbox/control/pushes          the push messages since they were last asked for
  GET  /sandbox/control/settled         answers once every push message that is due was posted to --callback
  GET  /sandbox/control/requests        the last 1000 requests that it received
  GET  /sandbox/control/routes          its routes of endpoints whose path is not public

Faults are latency, refusal, reset, status, truncatedBody and clockSkew for requests, and duplicatePush and latePush for
push messages; the declarations of pandapon/sandbox say what each takes. A reset breaks the connection, and a truncated
body ends with it.

With --state and --callback, push messages survive a crash as well. What the receiver did not accept, or accepted just
when the sandbox was killed, is posted again after the restart: a message may come twice. A start without --callback
forgets those that were still to be posted; GET pushes has them nevertheless.

Controls take no signature: whoever reaches the port can use them. With --host that may be more than this machine.`;

export const positionals = 0;

const text = { type: "string" };
const flag = { type: "boolean" };
export const options = { port: text, host: text, seed: text, state: text, callback: text, cors: flag, json: flag };

/** In milliseconds: longer than clients keep an idle connection, so that none is closed just when it is used again. */
const KEEP_ALIVE = 65_000;

/** How long answers on their way may take once the end is asked for, in milliseconds. */
const PATIENCE = 2000;

export async function run({ port = "4010", host = "127.0.0.1", seed, state, callback, cors, json }) {
  const portNumber = wholeNumber("port", port, 65_535);
  if (callback !== undefined && !isAddress(callback)) {
    throw new UsageError("--callback must be an address with http or https, and without a password.");
  }
  const seedNumber = wholeNumber("seed", seed);
  const inputs = await openInputs({ seed: seedNumber, file: state, callbackUrl: callback, note });
  const stopped = stopAsked();
  try {
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, nodeListener(createHandler(inputs, { cors })));
    await listening(server, { host, port: portNumber });
    greet(inputs.machine.access(), addressOf(server.address()), json);
    inputs.startPosting();
    await Promise.race([stopped, inputs.broken]);
    await closed(server);
  } finally {
    await inputs.close();
  }
}

function greet(keys, baseUrl, json) {
  const access = { baseUrl, ...keys };
  print(json ? JSON.stringify({ ...access, routes: routes() }) : firstRequest(access));
}

async function openInputs(options) {
  try {
    return await Inputs.open(options);
  } catch (error) {
    if (error instanceof StateError) throw new UsageError(error.message);
    throw error;
  }
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
