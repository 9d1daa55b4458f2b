// Firefox with its driver, for the tests that run in it. No package registry has Mozilla's builds of the driver, so it is
// compiled from its crate, once, and without optimisation: it only forwards commands.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasApt, installedVersion, installPackages } from "./apt.mjs";
import { outputOf, runLong, SetupError } from "./command.mjs";

const VERSION = "0.37.1";
const folder = fileURLToPath(new URL("../target/geckodriver", import.meta.url));
const compiled = `${folder}/bin/geckodriver`;

/** Returns the driver: from GECKODRIVER, from the search path, or the one compiled here. */
const driver = () =>
  process.env.GECKODRIVER ??
  (outputOf("geckodriver", ["--version"]) ? "geckodriver" : existsSync(compiled) && compiled);

const browser = () => process.env.FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

export const firefox = {
  missing: "Firefox or its driver is missing",
  installs: "apt-get install firefox-esr (system-wide, as root); cargo install geckodriver, in target/",

  isReady() {
    return Boolean(browser() && driver());
  },

  async install() {
    if (!browser()) {
      if (!hasApt())
        throw new SetupError(
          "Install Firefox, or name its file in the environment variable FIREFOX, then run this again.",
        );
      if (!installedVersion("firefox-esr")) await installPackages(["firefox-esr"]);
    }
    if (driver()) return;
    const args = ["install", "geckodriver", "--locked", "--debug", "--version", VERSION, "--root", folder];
    await runLong("Compiling geckodriver", "cargo", args);
  },

  /** FIREFOX and GECKODRIVER: the programs. */
  environment() {
    return { FIREFOX: browser() ?? "", GECKODRIVER: driver() || "" };
  },
};
