/** In milliseconds: a timer that is set to more goes off at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;
