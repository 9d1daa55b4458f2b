// Firefox with its driver, for the tests that run in it. Mozilla's own builds of the driver are no registry's package, so it is
// compiled from its crate, once, and without optimisation: it only passes commands on.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasApt, installedVersion, installPackages } from "./apt.mjs";
import { answerOf, runLong } from "./command.mjs";
import { SetupError } from "./error.mjs";

const VERSION = "0.37.1";
const folder = fileURLToPath(new URL("../target/geckodriver", import.meta.url));
const compiled = `${folder}/bin/geckodriver`;

/** The driver: one that is named, one on the search path, or the one that was compiled here. */
const driver = () =>
  process.env.GECKODRIVER ??
  (answerOf("geckodriver", ["--version"]) ? "geckodriver" : existsSync(compiled) && compiled);

const browser = () => process.env.FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

export const firefox = {
  missing: "Firefox or its driver is missing",

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
