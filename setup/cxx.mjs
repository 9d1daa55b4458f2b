// A C++ compiler, which libFuzzer is compiled with.
import { hasApt, installPackages } from "./apt.mjs";
import { answerOf } from "./command.mjs";
import { SetupError } from "./error.mjs";

const compiler = () => process.env.CXX ?? "c++";

export const cxx = {
  missing: "A C++ compiler is missing",

  isReady() {
    // Microsoft's compiler is found by other means than the search path.
    return process.platform === "win32" || answerOf(compiler(), ["--version"]) !== null;
  },

  async install() {
    if (!hasApt())
      throw new SetupError("Install a C++ compiler, or name it in the environment variable CXX, then run this again.");
    await installPackages(["g++"]);
  },
};
