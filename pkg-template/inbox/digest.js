/**
 * Returns the SHA-256 of bytes or of a text, in hexadecimal digits.
 *
 * @param {any} data
 */
export async function digestOf(data) {
  const input = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", input));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
