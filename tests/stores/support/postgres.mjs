/** A PostgreSQL server of the tests' own: in a temporary folder, on a free port, without root. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { postgresBin } from "../../../setup/postgres.mjs";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

/** The user and group that Debian's package creates. The server refuses to run as root. */
async function postgresUser() {
  const ids = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, "postgres"])));
  return ids.map(({ stdout }) => Number(stdout));
}

/**
 * Starts a server. Returns its address, a function that makes pools of `pg`, and functions that crash, start and stop it.
 *
 * @param {{ fsync?: "on" | "off" }} [options] without fsync it is faster, and loses what was committed only if the machine crashes
 */
export async function startPostgres({ fsync = "off" } = {}) {
  const bin = postgresBin();
  if (!bin) throw new Error("PostgreSQL is missing: node setup/ensure.mjs postgres");
  const folder = mkdtempSync(join(tmpdir(), "pandapon-postgres-"));
  let user = {};
  if (isRoot) {
    const [uid, gid] = await postgresUser();
    chownSync(folder, uid, gid);
    user = { uid, gid };
  }
  const data = join(folder, "data");
  const init = ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8"];
  await run(join(bin, "initdb"), init, { ...user, cwd: folder });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server;

  async function start() {
    const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: folder, fsync };
    const options = ["-D", data, "-p", String(port)];
    for (const [name, value] of Object.entries(settings)) options.push("-c", `${name}=${value}`);
    server = spawn(join(bin, "postgres"), options, { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    server.stderr.on("data", (text) => (log = (log + text).slice(-4000)));
    for (const end = Date.now() + 30_000; ; await sleep(50)) {
      const client = new pg.Client(url);
      client.on("error", () => {});
      try {
        await client.connect();
        return await client.end();
      } catch (error) {
        if (server.exitCode !== null || Date.now() > end)
          throw new Error(`PostgreSQL did not start:\n${log}`, { cause: error });
      }
    }
  }

  /** Ends the server as a crash of its machine would. */
  async function crash() {
    server.kill("SIGQUIT");
    await once(server, "exit");
  }

  await start();
  return {
    url,
    pool(max = 4) {
      const pool = new pg.Pool({ connectionString: url, max });
      // The server may end before all connections are closed.
      pool.on("error", () => {});
      return pool;
    },
    crash,
    start,
    async stop() {
      server.kill("SIGINT");
      await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
