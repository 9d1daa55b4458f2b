/** The command line, run as a separate process without this one's environment. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";

export const BIN = fileURLToPath(new URL("../../../pkg/cli/main.js", import.meta.url));

const { PATH } = process.env;

/**
 * Runs the command line to its end.
 *
 * @param {string[]} args
 * @param {{ env?: object, input?: string | Uint8Array }} [options]
 */
export async function run(args, { env, input = "" } = {}) {
  const child = spawn(process.execPath, [BIN, ...args], { env: { PATH, ...env } });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const text = async (stream) => (await stream.setEncoding("utf8").toArray()).join("");
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

/**
 * Starts the sandbox on a free port. It ends with the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {string[]} args
 * @param {object} [env] variables of its environment
 */
export async function startSandbox(t, args = [], env = {}) {
  const options = { env: { PATH, ...env } };
  const child = spawn(process.execPath, [BIN, "sandbox", "--port", "0", "--json", ...args], options);
  t.after(() => child.kill("SIGKILL"));
  const complaints = child.stderr.setEncoding("utf8").toArray();
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([once(lines, "line"), once(child, "close")]);
  if (typeof line !== "string") throw new Error(`the sandbox did not start: ${(await complaints).join("")}`);
  const access = JSON.parse(line);
  return { child, access, env: environment(access), complaints };
}

/** The variables that the command line reads. */
export function environment({ baseUrl, accessKey, accessSecret, userId, routes }) {
  return {
    PANDAPON_ACCESS_KEY: accessKey,
    PANDAPON_ACCESS_SECRET: accessSecret,
    ...(userId && { PANDAPON_USER_ID: userId }),
    ...(baseUrl && { PANDAPON_BASE_URL: baseUrl }),
    ...(routes && { PANDAPON_ROUTES: JSON.stringify(routes) }),
  };
}

/** Returns the path of a file that does not exist yet. */
export function newFile(t) {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "state");
}

/** Ends a sandbox with a signal. */
export async function ended(child, signal) {
  child.kill(signal);
  await once(child, "close");
}

/** Calls a control (by POST) or a query of the sandbox over HTTP. */
export async function control({ baseUrl }, name, members = name === "pushes" ? {} : undefined) {
  const headers = { "content-type": "application/json" };
  const init = members && { method: "POST", headers, body: JSON.stringify(members) };
  const answer = await fetch(`${baseUrl}/sandbox/control/${name}`, init);
  return { status: answer.status, body: await answer.json() };
}

/** Returns the response of a server to these bytes. */
export async function say(baseUrl, text) {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(port, hostname);
  socket.on("error", () => {});
  socket.write(text);
  return (await socket.setEncoding("latin1").toArray()).join("");
}
