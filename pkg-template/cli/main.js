#!/usr/bin/env node
/** `pandapon` on the command line: finds the command, runs it, and says by the exit code how it went. */
import { parse, UsageError } from "./arguments.js";
import { EXIT_CODES, exitCodeOf, isOfSystem } from "./exit.js";
import { complain, print } from "./terminal.js";

/** One file a command, which is loaded when it is asked for. */
const commands = {
  call: { does: "calls an endpoint: JSON in, JSON out", load: () => import("./call.js") },
  endpoints: { does: "lists the endpoints", load: () => import("./endpoints.js") },
  sign: { does: "prints the five headers that sign a request", load: () => import("./sign.js") },
  verify: { does: "tells whether a push message is the platform's", load: () => import("./verify.js") },
  sandbox: { does: "serves the sandbox, the emulated vendor, over HTTP", load: () => import("./sandbox.js") },
};

async function main([name, ...words]) {
  if (name === "help" && words.length > 0) return main([words[0], "--help"]);
  if ([undefined, "help", "--help", "-h"].includes(name)) {
    print(overview());
    return name === undefined ? EXIT_CODES.usage : EXIT_CODES.ok;
  }
  if (name === "--version") {
    const { default: version } = await import("./version.js");
    print(version);
    return EXIT_CODES.ok;
  }
  if (!Object.hasOwn(commands, name)) throw new UsageError(`There is no such command. "pandapon help" lists them.`);
  const command = await commands[name].load();
  const { values, positionals } = parse(command, words);
  if (values.help) {
    print(command.help);
    return EXIT_CODES.ok;
  }
  return (await command.run(values, positionals)) ?? EXIT_CODES.ok;
}

function overview() {
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`);
  return `pandapon COMMAND [OPTION…]   the client of PandaPon OpenAPI on the command line

${lines.join("\n")}

"pandapon COMMAND --help" tells more. JSON goes in and out; "-" reads standard input.

Exit codes
  0  done
  1  the vendor refused, or the signature is not valid
  2  the command, the request or an option is wrong: nothing was sent
  3  no connection: nothing was sent
  4  no answer, or none that can be understood: the request may have arrived
  70 a mistake in this program
  74 a file or the disk cannot be used`;
}

// Who reads the output may have enough of it: "pandapon endpoints | head".
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit();
  complain(describe(error));
  process.exit(EXIT_CODES.io);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(describe(error));
  process.exitCode = exitCodeOf(error);
}

/** What went wrong. Only a mistake in this program shows where it happened. */
function describe(error) {
  if (error instanceof UsageError || ["DiskError", "StateError"].includes(error?.name)) return error.message;
  if (isOfSystem(error)) return `The operating system refused: ${error.message}.`;
  if (exitCodeOf(error) !== EXIT_CODES.internal) return `${error.name}: ${error.message}`;
  return `This is a mistake in pandapon: ${error?.stack ?? error}`;
}
