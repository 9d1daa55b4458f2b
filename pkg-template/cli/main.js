#!/usr/bin/env node
/** The program `pandapon`: runs a command and sets the exit code. */
import { readFileSync } from "node:fs";
import { parse, UsageError } from "./arguments.js";
import { EXIT_CODES, exitCodeOf, isSystemError } from "./exit-codes.js";
import { print, printError, unprintedOutcome } from "./output.js";

/** Each command is loaded only when it runs. */
const COMMANDS = {
  call: { summary: "calls an endpoint: JSON in, JSON out", load: () => import("./call.js") },
  endpoints: { summary: "lists the endpoints", load: () => import("./endpoints.js") },
  sign: { summary: "prints the five headers that sign a request", load: () => import("./sign.js") },
  verify: { summary: "checks the signature of a push message", load: () => import("./verify.js") },
  sandbox: { summary: "serves the sandbox, the emulated platform, over HTTP", load: () => import("./sandbox.js") },
};

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main([name, ...args]) {
  if (name === "help" && args.length > 0) return main([args[0], "--help"]);
  if ([undefined, "help", "--help", "-h"].includes(name)) {
    print(overview());
    return name === undefined ? EXIT_CODES.usage : EXIT_CODES.ok;
  }
  if (name === "--version") {
    print(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
    return EXIT_CODES.ok;
  }
  if (!Object.hasOwn(COMMANDS, name)) throw new UsageError('Unknown command. "pandapon help" lists the commands.');
  const command = await COMMANDS[name].load();
  const { values, positionals } = parse(command, args);
  if (values.help) {
    print(command.help);
    return EXIT_CODES.ok;
  }
  return (await command.run(values, positionals)) ?? EXIT_CODES.ok;
}

function overview() {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `pandapon COMMAND [OPTION…]   the command line of the PandaPon OpenAPI client

${lines.join("\n")}

"pandapon COMMAND --help" shows the options of a command. Input and output are JSON; "-" reads standard input.

Exit codes
  0  done
  1  the platform refused, or the signature is invalid
  2  the command, the request or an option is invalid: nothing was sent
  3  no connection: nothing was sent
  4  no response, or an unreadable one: the request may have arrived
  70 a bug in this program
  74 a file or the disk cannot be used`;
}

process.stdout.on("error", (error) => {
  const outcome = unprintedOutcome();
  // The reader may close the pipe early: "pandapon endpoints | head".
  if (error.code === "EPIPE" && outcome === undefined) process.exit();
  printError(describe(error));
  if (outcome !== undefined) printError(`The call was carried out. Its result:\n${outcome}`);
  process.exit(EXIT_CODES.io);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  printError(describe(error));
  process.exitCode = exitCodeOf(error);
}

/** Returns the message for an error. Only a bug in this program shows a stack trace. */
function describe(error) {
  if (error instanceof UsageError || ["DiskError", "StateError"].includes(error?.name)) return error.message;
  if (isSystemError(error)) return `The operating system reported an error: ${error.message}.`;
  if (exitCodeOf(error) !== EXIT_CODES.internal) return `${error.name}: ${error.message}`;
  return `This is a bug in pandapon: ${error?.stack ?? error}`;
}
