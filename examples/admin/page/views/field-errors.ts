/** Error messages of form fields, by the wire names of the fields. */
import { ApiError, ValidationError } from "pandapon";
import { BusinessError } from "../api/business-error";

export type FieldErrors = Readonly<Record<string, string>>;

/**
 * Returns the messages of an error about fields; empty if it is about none.
 *
 * @param fields by the platform's error codes
 * @param words messages by field, in place of the validator's own
 */
export function fieldErrorsIn(
  error: unknown,
  fields: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>>,
): FieldErrors {
  if (error instanceof ValidationError) {
    // Of several issues of a field the first is shown: in reverse order, it overwrites the others.
    return Object.fromEntries(
      error.issues.toReversed().map(({ path, message }) => [fieldOf(path), words[fieldOf(path)] ?? message]),
    );
  }
  if (!(error instanceof ApiError || error instanceof BusinessError)) return {};
  const field = fields[error.code ?? ""];
  const message = error instanceof ApiError ? (error.msg ?? error.message) : error.message;
  return field ? { [field]: message } : {};
}

/** `orderEntryCountList` of `orderEntryCountList[0].count`. */
const fieldOf = (path: string) => path.split(/[.[]/)[0] ?? "";
