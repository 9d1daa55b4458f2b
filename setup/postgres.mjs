// The programs of a PostgreSQL server, which the tests start in a folder of their own.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hasApt, installPackages } from "./apt.mjs";
import { outputOf, SetupError } from "./command.mjs";

/** Where Debian keeps them: a folder for each version. */
const debian = "/usr/lib/postgresql";

/** Returns the folder of initdb and postgres: from POSTGRES_BIN, of Debian's newest version, or on the search path. */
export function postgresBin() {
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [process.env.POSTGRES_BIN, ...versions.map((version) => join(debian, version, "bin"))];
  return folders.find((folder) => folder && existsSync(join(folder, "initdb"))) ?? outputOf("pg_config", ["--bindir"]);
}

export const postgres = {
  missing: "A PostgreSQL server is missing",
  installs: "apt-get install postgresql (system-wide, as root)",

  isReady() {
    const folder = postgresBin();
    return folder !== null && outputOf(join(folder, "initdb"), ["--version"]) !== null;
  },

  async install() {
    if (!hasApt()) {
      throw new SetupError(
        "Install PostgreSQL 15 or later, or name the folder of its programs in the environment variable POSTGRES_BIN, then " +
          "run this again.",
      );
    }
    await installPackages(["postgresql"]);
  },

  /** POSTGRES_BIN: the folder of initdb and postgres. */
  environment() {
    return { POSTGRES_BIN: postgresBin() ?? "" };
  },
};
