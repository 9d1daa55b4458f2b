/** Failures of the file that keeps a state. Both end the server with one sentence. */

/** The file is not one that this sandbox can go on with. */
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
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "its folder is gone",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "its folder is not a folder",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
};

/**
 * @param {string} file
 * @param {"read" | "written" | "locked"} done what could not be done with it
 * @param {unknown} error anything but a failure of the system stays as it is
 */
export function diskError(file, done, error) {
  if (!error?.syscall) return error;
  const { code } = error;
  const reason = REASONS[code] ? `${REASONS[code]} (${code})` : code;
  const kept = done === "written" ? " All that was answered is kept." : "";
  return new DiskError(`${file} cannot be ${done}: ${reason}.${kept}`, { cause: error });
}
