/** What is wrong with fields, by their wire names: for forms to say it where it is. */
import { ApiError, ValidationError } from "pandapon";
import { NotDone } from "../api/done";

export type Wrongs = Readonly<Record<string, string>>;

/**
 * What an error says about fields; empty if it is about none.
 *
 * @param fields fields by the platform's codes for what is wrong with them
 * @param words what is said of a field that the validator complains of, in place of its own words
 */
export function wrongsIn(
  error: unknown,
  fields: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>>,
): Wrongs {
  if (error instanceof ValidationError) {
    // The first issue of a field is the one to mend first: it comes last here, and stays.
    return Object.fromEntries(
      error.issues.toReversed().map(({ path, message }) => [fieldOf(path), words[fieldOf(path)] ?? message]),
    );
  }
  if (!(error instanceof ApiError || error instanceof NotDone)) return {};
  const field = fields[error.code ?? ""];
  const message = error instanceof ApiError ? (error.msg ?? error.message) : error.message;
  return field ? { [field]: message } : {};
}

/** `orderEntryCountList` of `orderEntryCountList[0].count`. */
const fieldOf = (path: string) => path.split(/[.[]/)[0] ?? "";
