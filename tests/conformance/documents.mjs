/** The documents of spec/ for Schemathesis, with what spec/platform.md says about all responses. */
import { DOCUMENTS } from "../peers/operations.mjs";

/** The response of a refusal. The vendor's pages have both types of `developId`. */
const REFUSED = {
  type: "object",
  required: ["requestId", "code", "developId", "msg", "data"],
  properties: {
    requestId: { type: "string" },
    code: { type: "integer" },
    developId: { type: ["integer", "string"] },
    msg: { type: "string" },
    data: { type: "null" },
  },
};

/** The vendor's pages show the response of a successful call, with `code` 200. */
const SUCCEEDED = { properties: { code: { const: 200 } } };

/**
 * @param {"v1" | "v2"} generation
 * @returns {object} an OpenAPI document
 */
export function documentOf(generation) {
  const document = structuredClone(DOCUMENTS.find(({ name }) => name === generation).content);
  for (const operation of Object.values(document.paths).flatMap(Object.values)) {
    const { content } = operation.responses[200];
    // Some pages show no response: any envelope is valid there.
    const shown = content?.["application/json"].schema ?? {};
    const schema = { if: SUCCEEDED, then: withoutData(shown), else: REFUSED };
    operation.responses[200].content = { "application/json": { schema } };
  }
  return document;
}

/** Nearly all fields of an envelope may be null, and so may data where no page promises any. */
function withoutData(shown) {
  const { data } = shown.properties ?? {};
  if (!data || shown.required?.includes("data")) return shown;
  return { ...shown, properties: { ...shown.properties, data: { anyOf: [data, { type: "null" }] } } };
}
