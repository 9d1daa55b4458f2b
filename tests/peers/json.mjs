/** JSON values with exact numbers: integers that JavaScript's numbers cannot represent are bigints. */

/** Writes JSON text, with all digits of bigints. */
export function write(value) {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write)}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)}}`;
}

/** A marker for a missing field. */
export const LEFT_OUT = Symbol("left out");

/**
 * Returns the value with another one at a place inside it.
 *
 * @param {(string | number)[]} place the names and indexes that lead there
 */
export function replaced(value, [step, ...rest], other) {
  if (step === undefined) return other;
  const inside = replaced(value[step], rest, other);
  if (Array.isArray(value)) return value.with(step, inside);
  const { [step]: _, ...members } = value;
  return inside === LEFT_OUT ? members : { ...value, [step]: inside };
}
