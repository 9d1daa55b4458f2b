/** Keys that must not show up on standard error, should the vendor or the network have put one into a message. */

const hidden = new Set();

export function hide(key) {
  hidden.add(key);
}

/** The text, with asterisks where a key stood. */
export function concealed(text) {
  return [...hidden].reduce((rest, key) => rest.replaceAll(key, "********"), text);
}
