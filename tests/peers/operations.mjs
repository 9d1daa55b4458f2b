/** The routed operations of spec/, each with the schema of all that a call takes. */
import { readFileSync } from "node:fs";

/** The documents, by the name of their generation. */
export const DOCUMENTS = ["v1", "v2", "ka"];

export const documentFile = (name) => new URL(`../../spec/${name}.openapi.json`, import.meta.url);

/** What the client adds to the query by itself: the warehouse-logistics endpoints list both (spec/platform.md). */
const ADDED_BY_THE_CLIENT = ["timestamp", "sign"];

/**
 * @typedef {object} Operation
 * @property {string} document
 * @property {string} name
 * @property {string} method
 * @property {string} path
 * @property {string[]} inAddress members that stand in path or query
 * @property {{ type: "object", properties: Record<string, object>, required: string[] }} schema of the params
 */

/** @returns {Operation[]} */
export function operations() {
  return DOCUMENTS.flatMap((document) => {
    const { paths } = JSON.parse(readFileSync(documentFile(document), "utf8"));
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => of(document, path, method, operation)),
    );
  });
}

function of(document, path, method, { operationId: name, parameters = [], requestBody }) {
  const places = parameters.filter(({ in: place, name }) => place !== "header" && !ADDED_BY_THE_CLIENT.includes(name));
  const body = requestBody?.content["application/json"].schema ?? {};
  return {
    document,
    name,
    method: method.toUpperCase(),
    path,
    inAddress: places.map(({ name }) => name),
    schema: {
      type: "object",
      properties: { ...Object.fromEntries(places.map(({ name, schema }) => [name, schema])), ...body.properties },
      required: [...places.filter(({ required }) => required).map(({ name }) => name), ...(body.required ?? [])],
    },
  };
}
