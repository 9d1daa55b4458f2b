// A C++ compiler, to compile libFuzzer.
import { hasApt, installPackages } from "./apt.mjs";
import { outputOf, SetupError } from "./command.mjs";

const compiler = () => process.env.CXX ?? "c++";

export const cxx = {
  missing: "A C++ compiler is missing",
  installs: "apt-get install g++ (system-wide, as root)",

  isReady() {
    // Microsoft's compiler is not on the search path.
    return process.platform === "win32" || outputOf(compiler(), ["--version"]) !== null;
  },

  async install() {
    if (!hasApt())
      throw new SetupError("Install a C++ compiler, or name it in the environment variable CXX, then run this again.");
    await installPackages(["g++"]);
  },
};
