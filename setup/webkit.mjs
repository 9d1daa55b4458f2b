// WebKitGTK with its driver and a virtual screen, for the test that opens a page in WebKit.
import { hasApt, installedVersion, installPackages } from "./apt.mjs";
import { SetupError } from "./command.mjs";

const debian = ["webkit2gtk-driver", "xvfb", "xauth"];

export const webkit = {
  missing: "WebKitGTK's driver is missing",
  installs: `apt-get install ${debian.join(" ")} (system-wide, as root)`,

  isReady() {
    return debian.every(installedVersion);
  },

  async install() {
    if (!hasApt()) throw new SetupError("WebKit is tested on Debian only: run this there, or in a container of it.");
    await installPackages(debian);
  },
};
