/** Bodies of requests: as text, and no longer than they may be. */
import { Refused } from "./refused.js";

/** 32 MiB. Pictures are the largest bodies there are, and have a few. */
const MOST_BYTES = 33_554_432;

/** @returns {Promise<string | undefined>} nothing where there is none */
export async function bodyOf({ headers, body }) {
  if (!body) return undefined;
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw new Refused(415, "the body must not be compressed");
  // Who says that it is too long need not send it.
  checkSize(Number(headers.get("content-length")));
  const chunks = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    checkSize(size);
    chunks.push(chunk);
  }
  // As `Request` reads texts: what is no UTF-8 is replaced, and then mostly no JSON.
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function checkSize(size) {
  if (size > MOST_BYTES) throw new Refused(413, "the body has more than 32 MiB");
}
