/** Exit codes, which tell a script what a failure means for its money. */
import { UsageError } from "./arguments.js";

export const EXIT_CODES = {
  ok: 0,
  /** The vendor refused, or a signature is not valid. */
  refused: 1,
  /** The command, the request or an option is wrong: nothing was sent. */
  usage: 2,
  /** Nothing could be sent. */
  notSent: 3,
  /** The request may have arrived, and what came of it is not known. */
  inDoubt: 4,
  /** A mistake in this program: EX_SOFTWARE of sysexits.h. */
  internal: 70,
  /** A disk, a file or a permission: EX_IOERR of sysexits.h. */
  io: 74,
};

/** Which code goes with a failure of the package, by its name; some depend on how far the request came. */
const BY_NAME = {
  ApiError: ({ status }) => (isBroken(status) ? EXIT_CODES.inDoubt : EXIT_CODES.refused),
  ConfigError: () => EXIT_CODES.usage,
  ConnectionError: ({ sent }) => (sent ? EXIT_CODES.inDoubt : EXIT_CODES.notSent),
  DiskError: () => EXIT_CODES.io,
  DecodeError: () => EXIT_CODES.inDoubt,
  Interrupted: ({ exitCode }) => exitCode,
  RouteError: () => EXIT_CODES.usage,
  SignatureError: () => EXIT_CODES.usage,
  StateError: () => EXIT_CODES.usage,
  TimeoutError: () => EXIT_CODES.inDoubt,
  ValidationError: () => EXIT_CODES.usage,
};

/** @param {unknown} error what a command threw */
export function exitCodeOf(error) {
  if (error instanceof UsageError) return EXIT_CODES.usage;
  return BY_NAME[error?.name]?.(error) ?? (isOfSystem(error) ? EXIT_CODES.io : EXIT_CODES.internal);
}

/** Whether the operating system refused something: a file, a socket, a stream. */
export function isOfSystem(error) {
  return typeof error?.syscall === "string" && typeof error.code === "string";
}

/** A gateway that gave up waiting, or a server that broke down, says nothing of what was done before. */
function isBroken(status) {
  return status === 408 || status >= 500;
}
