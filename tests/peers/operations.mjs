/** The routed operations of spec/, each with the schema of its params. */
import { readFileSync } from "node:fs";

/** The documents, by the name of their generation. */
export const DOCUMENTS = ["v1", "v2", "ka"].map((name) => {
  const text = readFileSync(new URL(`../../spec/${name}.openapi.json`, import.meta.url), "utf8");
  return { name, content: JSON.parse(text, allowAnyWordWhereNoneIsListed) };
});

/**
 * The vendor's page of `cart.setQuantity` shows `firstDayOfWeek` as an enumeration without values: in a schema that is
 * `enum: []`, which allows no value at all.
 */
function allowAnyWordWhereNoneIsListed(name, value) {
  return name === "enum" && value.length === 0 ? undefined : value;
}

/** Query parameters that the client adds itself: the warehouse-logistics endpoints list both (spec/platform.md). */
const ADDED_BY_THE_CLIENT = ["timestamp", "sign"];

/**
 * @typedef {object} Operation
 * @property {string} document
 * @property {string} server the vendor's address in its document
 * @property {string} name
 * @property {"GET" | "POST"} method
 * @property {string} path
 * @property {string[]} inAddress params in path or query
 * @property {boolean} hasBody whether spec/ has one
 * @property {{ type: "object", properties: Record<string, object>, required: string[] }} schema of the params
 */

/** @type {Operation[]} */
export const OPERATIONS = DOCUMENTS.flatMap(({ name: document, content: { servers, paths } }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const places = (operation.parameters ?? []).filter(({ name }) => !ADDED_BY_THE_CLIENT.includes(name));
      const body = operation.requestBody?.content["application/json"].schema ?? {};
      return {
        document,
        server: servers[0].url,
        name: operation.operationId,
        method: method.toUpperCase(),
        path,
        inAddress: places.map(({ name }) => name),
        hasBody: operation.requestBody !== undefined,
        schema: {
          type: "object",
          properties: { ...Object.fromEntries(places.map(inAddress)), ...body.properties },
          required: [...places.filter(({ required }) => required).map(({ name }) => name), ...(body.required ?? [])],
        },
      };
    }),
  ),
);

/** A param in path or query. OpenAPI allows empty ones only with `allowEmptyValue`, which spec/ does not set. */
function inAddress({ name, schema }) {
  return [name, { ...schema, minLength: 1 }];
}

/**
 * Names that end like those of ids but are not digits: of the vendor (`specId` is hexadecimal, an open id is encrypted), of
 * the user (`outOrderId`), of a state (`taxId`), and of a time zone (`ID`).
 */
const WORDS = [
  "ID",
  "aliId",
  "offerMapId",
  "outMemberId",
  "outOrderId",
  "out_order_id",
  "sellerOpenId",
  "shopPromotionId",
  "specId",
  "taxId",
];

/** Returns whether a field is an id, not an amount or a time, by its name. */
export const isId = (name) => /(^|[a-z_])(ids?|Ids?|IDs?)$/.test(name) && !WORDS.includes(name);

/** Returns the types that a schema allows. */
export const typesOf = ({ type }) => [type].flat();
