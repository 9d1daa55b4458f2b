/** What stops the set-up, in sentences that tell a person what to do. Shown without a stack trace. */
export class SetupError extends Error {}
