/** The documents of spec/ as the validators read them: with what the vendor says of requests elsewhere. */
import { DOCUMENTS } from "./operations.mjs";

const pattern = (name, pattern) => ({ name, in: "header", required: true, schema: { type: "string", pattern } });

/** The headers of every request. Its pages list them as a table of their own (spec/platform.md, "System headers"). */
const HEADERS = [
  pattern("access-key", "^[0-9a-f]{32}$"),
  pattern("timestamp", "^[0-9]{10}([0-9]{3})?$"),
  pattern("nonce-str", "^[A-Za-z0-9]{32}$"),
  pattern("user-id", "^[0-9]+$"),
  pattern("signature", "^[0-9A-F]{32}$"),
];

/** What the vendor answers is not what is judged here. */
const ANY_ANSWER = { 200: { description: "Anything" } };

/** The documents for the validators, by the name of their generation. */
export function documents() {
  return Object.fromEntries(DOCUMENTS.map(({ name, content }) => [name, prepared(structuredClone(content))]));
}

function prepared(document) {
  for (const methods of Object.values({ ...document.paths })) {
    for (const operation of Object.values(methods)) {
      operation.parameters = [...(operation.parameters ?? []), ...HEADERS];
      operation.responses = ANY_ANSWER;
      Object.assign(document.paths, pathsOfJsonTexts(operation));
    }
  }
  return document;
}

/**
 * Validators do not look into JSON text that stands inside of a string. So each such member gets a path of its own, and
 * its text is sent there as a body.
 */
function pathsOfJsonTexts({ operationId, requestBody }) {
  const { properties = {} } = requestBody?.content["application/json"].schema ?? {};
  const inside = Object.entries(properties).filter(([, { contentSchema }]) => contentSchema);
  return Object.fromEntries(
    inside.map(([member, { contentSchema }]) => [
      pathOfJsonText(operationId, member),
      {
        post: {
          requestBody: { required: true, content: { "application/json": { schema: contentSchema } } },
          responses: ANY_ANSWER,
        },
      },
    ]),
  );
}

export const pathOfJsonText = (operation, member) => `/json-text/${operation}/${member}`;
