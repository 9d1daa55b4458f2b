/** The bytes of a request's body. */

/** @returns {Promise<Uint8Array | undefined>} nothing, if there are more than `most` */
export async function rawBody(request, most) {
  if (Number(request.headers.get("content-length")) > most) return undefined;
  const chunks = [];
  let length = 0;
  // Not `for await`: browsers' streams, and those of Workers, do not all iterate.
  const reader = request.body?.getReader();
  for (let part; reader && !(part = await reader.read()).done; ) {
    length += part.value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}
