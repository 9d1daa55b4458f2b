/** Failures that the platform reports in the data of a response, and whether a failed call may have taken effect. */
import { ApiError, PandaponError } from "pandapon";

/** The platform refused a request in the data of its response. */
export class BusinessError extends Error {
  constructor(
    /** Its code, such as `4004` or `500_004`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** @throws {BusinessError} if the data reports a failure */
export function checkSuccess(answer: {
  success?: boolean | null;
  errorCode?: string | null;
  errorInfo?: string | null;
}) {
  if (answer.success === false) throw new BusinessError(answer.errorCode ?? "", answer.errorInfo ?? "");
}

/** Whether a failed call may have taken effect: unless the platform itself refused it. */
export const isOutcomeUnknown = (error: unknown) =>
  error instanceof PandaponError && error.sent && !(error instanceof ApiError && isCertain(error));

/** Whether the platform, or a gateway that forwarded nothing, refused the call. */
const isCertain = ({ kind, status }: ApiError) => kind === "refusal" || (status !== 408 && status < 500);
