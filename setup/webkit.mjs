// WebKitGTK with its driver, and a screen in memory for it: for the test that opens a page in WebKit.
import { hasApt, installedVersion, installPackages } from "./apt.mjs";
import { SetupError } from "./error.mjs";

const debian = ["webkit2gtk-driver", "xvfb", "xauth"];

export const webkit = {
  missing: "WebKitGTK's driver is missing",

  isReady() {
    return debian.every(installedVersion);
  },

  async install() {
    if (!hasApt()) throw new SetupError("WebKit is tried on Debian alone: run this there, or in a container of it.");
    await installPackages(debian);
  },
};
