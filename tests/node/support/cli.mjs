/** The command line, as other programs run it: in a process of its own, without this one's environment. */
import { spawn } from "node:child_process";
import { once } from "node:events";
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
 */
export async function startSandbox(t, args = []) {
  const child = spawn(process.execPath, [BIN, "sandbox", "--port", "0", "--json", ...args], { env: { PATH } });
  t.after(() => child.kill("SIGKILL"));
  const complaints = child.stderr.setEncoding("utf8").toArray();
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([once(lines, "line"), once(child, "close")]);
  if (typeof line !== "string") throw new Error(`it did not start: ${(await complaints).join("")}`);
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
