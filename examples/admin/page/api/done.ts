/** Answers that tell of a failure in their data, under an envelope that says 200. */

/** The platform did not do it. */
export class NotDone extends Error {
  constructor(
    /** Its code, such as `4004` or `500_004`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** @throws {NotDone} if the platform says that it did not do it */
export function mustBeDone(answer: { success?: boolean | null; errorCode?: string | null; errorInfo?: string | null }) {
  if (answer.success === false) throw new NotDone(answer.errorCode ?? "", answer.errorInfo ?? "");
}
