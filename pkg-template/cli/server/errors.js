/** Refused requests, and failures of the state file, which end the server with one sentence. */

/** A request that does not reach the sandbox. */
export class HttpError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {Record<string, string>} [headers]
   */
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The file is not a state that this sandbox can continue. */
export class StateError extends Error {
  name = "StateError";
}

/** The disk, the folder or the permissions do not let the file be used. */
export class DiskError extends Error {
  name = "DiskError";
}

const REASONS = {
  EACCES: "permission is denied",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is too large for the file system",
  EIO: "the disk failed",
  ELOOP: "its links form a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "its folder does not exist",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "its folder is not a folder",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
};

/**
 * Turns a system error into a `DiskError`, and returns any other as it is.
 *
 * @param {string} file
 * @param {"read" | "written" | "locked"} action that failed
 * @param {any} error
 */
export function diskError(file, action, error) {
  if (!error?.syscall) return error;
  const { code } = error;
  const reason = REASONS[code] ? `${REASONS[code]} (${code})` : code;
  const kept = action === "written" ? " Everything that was answered is kept." : "";
  return new DiskError(`${file} cannot be ${action}: ${reason}.${kept}`, { cause: error });
}
