/** Exit codes, which tell a script whether a failed call may have taken effect. */
import { UsageError } from "./arguments.js";

export const EXIT_CODES = {
  ok: 0,
  /** The platform refused, or a signature is invalid. */
  refused: 1,
  /** The command, the request or an option is invalid: nothing was sent. */
  usage: 2,
  /** No connection: nothing was sent. */
  notSent: 3,
  /** The request may have arrived, and its outcome is unknown. */
  inDoubt: 4,
  /** A bug in this program: EX_SOFTWARE of sysexits.h. */
  internal: 70,
  /** A disk, a file or a permission: EX_IOERR of sysexits.h. */
  io: 74,
};

/** The code for each error of the package, by its name. */
const BY_NAME = {
  ApiError: ({ status }) => (isGatewayFailure(status) ? EXIT_CODES.inDoubt : EXIT_CODES.refused),
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

/** @param {any} error thrown by a command */
export function exitCodeOf(error) {
  if (error instanceof UsageError) return EXIT_CODES.usage;
  return BY_NAME[error?.name]?.(error) ?? (isSystemError(error) ? EXIT_CODES.io : EXIT_CODES.internal);
}

/**
 * Returns whether the operating system reported the error, for a file, a socket or a stream.
 *
 * @param {any} error
 */
export function isSystemError(error) {
  return typeof error?.syscall === "string" && typeof error.code === "string";
}

/** Returns whether the status leaves the outcome open: a gateway timed out, or a server failed midway. */
function isGatewayFailure(status) {
  return status === 408 || status >= 500;
}
