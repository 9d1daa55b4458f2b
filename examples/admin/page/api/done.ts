/** Whether something was done: by answers that tell of a failure in their data, and by errors. */
import { ApiError, PandaponError } from "pandapon";

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

/** Whether something may have been done in spite of an error: without the platform's own word nobody knows. */
export const isUnsure = (error: unknown) =>
  error instanceof PandaponError && error.sent && !(error instanceof ApiError && isCertain(error));

/** Whether the platform, or a gateway that passed nothing on, said no. */
const isCertain = ({ kind, status }: ApiError) => kind === "refusal" || (status !== 408 && status < 500);
