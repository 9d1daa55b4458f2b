/** The name that was probably meant by another one. */

/** A name is compared only if it is no longer. */
const MAX_NAME = 64;

/** How much of two names must be alike, from 0 to 1. */
const LIKENESS = 0.3;

/**
 * Returns the one of these names that has the most pairs of neighbouring letters in common with a name, such as `maxRetries` for
 * `retries`; nothing if none is like it.
 *
 * @param {string} name
 * @param {readonly string[]} names
 */
export function nearestName(name, names) {
  if (name.length > MAX_NAME) return undefined;
  const pairs = pairsOf(name);
  let nearest;
  let most = LIKENESS;
  for (const other of names) {
    const others = pairsOf(other);
    const shared = [...pairs].filter((pair) => others.has(pair)).length;
    const likeness = (2 * shared) / (pairs.size + others.size);
    if (likeness > most) [nearest, most] = [other, likeness];
  }
  return nearest;
}

/** Returns a sentence about a member that is not an option. */
export function notAnOption(name, owner, names) {
  const nearest = nearestName(name, names);
  const advice = nearest ? `did you mean ${nearest}?` : `its options are ${names.join(", ")}`;
  return `${JSON.stringify(name.slice(0, MAX_NAME))} is not an option of ${owner}; ${advice}`;
}

function pairsOf(name) {
  const letters = name.toLowerCase();
  return new Set(Array.from(letters.slice(1), (letter, index) => letters[index] + letter));
}
