/** Bodies that cost a careless reader far more than the sender, each of at most a certain size. */

/** Repeats a piece up to the size. */
const fill = (size, start, piece, end = "") =>
  start + piece.repeat((size - start.length - end.length) / piece.length) + end;

/** Repeats members or items that differ by their number. */
function counted(size, start, piece, end) {
  const parts = [start];
  for (let count = 0, length = start.length + end.length; ; count++) {
    const next = (count === 0 ? "" : ",") + piece(count);
    if ((length += next.length) > size) return parts.join("") + end;
    parts.push(next);
  }
}

/** @param {number} size in bytes @returns {Record<string, () => string>} functions that make the bodies, by what is hostile about each */
export function hostileBodies(size) {
  const nested = (open, inner, close) => {
    const depth = Math.floor((size - inner.length) / (open.length + close.length));
    return open.repeat(depth) + inner + close.repeat(depth);
  };
  return {
    "an open string of escaped quotes": () => fill(size, '"', '\\"'),
    "an open string of backslashes": () => fill(size, '"', "\\"),
    "a string of escaped quotes": () => fill(size, '{"a":"', '\\"', '"}'),
    "deep escapes": () => fill(size, '{"a":"', "\\\\", '"}'),
    "escapes of Unicode": () => fill(size, '{"a":"', "\\u0041", '"}'),
    "quotes alone": () => '"'.repeat(size),
    "open lists": () => "[".repeat(size),
    "open objects": () => fill(size, "", '{"a":'),
    "nested lists": () => nested("[", "", "]"),
    "nested objects": () => nested('{"a":', "1", "}"),
    "closed before opened": () => "]".repeat(size / 2) + "[".repeat(size / 2),
    "many members": () => counted(size, "{", (count) => `"m${count}":1`, "}"),
    "many members called by numbers": () => counted(size, "{", (count) => `"${4_000_000_000 - count * 7}":1`, "}"),
    "the same member": () => fill(size, '{"a":1', ',"a":1', "}"),
    "a member called __proto__": () => fill(size, '{"b":"', "1,", '","__proto__":1}'),
    "a long name": () => fill(size, '{"', "a", '":1}'),
    "long names": () => counted(size, "{", (count) => `"${"a".repeat(10_000)}${count}":1`, "}"),
    "a long number": () => fill(size, '{"a":', "9", "}"),
    "a long fraction": () => fill(size, '{"a":0.', "9", "}"),
    "a long exponent": () => fill(size, '{"a":1e', "9", "}"),
    signs: () => fill(size, '{"a":', "-", "}"),
    "unsafe integers": () => fill(size, '{"a":[1', ",9007199254740993", "]}"),
    "an unsafe integer before many blanks": () => fill(size, '{"a":9007199254740993', " ", "}"),
    "numbers too large": () => fill(size, '{"a":[1', ",1e400", "]}"),
    "empty lists": () => fill(size, '{"a":[1', ",[]", "]}"),
    "empty objects": () => fill(size, '{"a":[1', ",{}", "]}"),
    "small objects": () => fill(size, '{"a":[1', ',{"a":{"b":[0]}}', "]}"),
    blanks: () => fill(size, "{", " ", "}"),
    "no JSON at all": () => "a".repeat(size),
  };
}
