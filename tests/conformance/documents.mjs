/** The documents of spec/ as Schemathesis reads them: with what spec/platform.md says of all answers alike. */
import { DOCUMENTS } from "../peers/operations.mjs";

/** What is answered where the vendor refuses. Both types of `developId` are on its pages. */
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

/** Its pages show what is answered where a call succeeds, which `code` 200 says. */
const SUCCEEDED = { properties: { code: { const: 200 } } };

/**
 * @param {"v1" | "v2"} generation
 * @returns {object} an OpenAPI document
 */
export function documentOf(generation) {
  const document = structuredClone(DOCUMENTS.find(({ name }) => name === generation).content);
  for (const operation of Object.values(document.paths).flatMap(Object.values)) {
    const { content } = operation.responses[200];
    // Some pages show no answer: then any is right that has the form of the others.
    const shown = content?.["application/json"].schema ?? {};
    const schema = { if: SUCCEEDED, then: withoutData(shown), else: REFUSED };
    operation.responses[200].content = { "application/json": { schema } };
  }
  return document;
}

/** Nearly all of an envelope may be null: the data, too, where no page promises any. */
function withoutData(shown) {
  const { data } = shown.properties ?? {};
  if (!data || shown.required?.includes("data")) return shown;
  return { ...shown, properties: { ...shown.properties, data: { anyOf: [data, { type: "null" }] } } };
}
