/** The documents of spec/ for the validators, with what the vendor says about requests elsewhere. */
import { DOCUMENTS } from "./operations.mjs";

const pattern = (name, pattern) => ({ name, in: "header", required: true, schema: { type: "string", pattern } });

/** The headers of every request, which the vendor documents in a separate table (spec/platform.md, "System headers"). */
const HEADERS = [
  pattern("access-key", "^[0-9a-f]{32}$"),
  pattern("timestamp", "^[0-9]{10}([0-9]{3})?$"),
  pattern("nonce-str", "^[A-Za-z0-9]{32}$"),
  pattern("user-id", "^[0-9]+$"),
  pattern("signature", "^[0-9A-F]{32}$"),
];

/** Responses are not checked here. */
const ANY_ANSWER = { 200: { description: "Anything" } };

/** Returns the documents for the validators, by the name of their generation. */
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
 * Validators do not check JSON text inside a string. So each such field gets its own path, and its text is sent there as a
 * body.
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
