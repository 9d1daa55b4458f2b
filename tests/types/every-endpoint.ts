// For every endpoint of the catalogue: its method and call() have the params and the result of the table.
import type { Call, CallOptions, Client, EndpointName, Params, Result } from "pandapon";
import type { Equal } from "./equal.js";

/** The type at a dotted path. */
type At<Tree, Path extends string> = Path extends `${infer Group}.${infer Rest}`
  ? Group extends keyof Tree
    ? At<Tree[Group], Rest>
    : never
  : Path extends keyof Tree
    ? Tree[Path]
    : never;

type Method<Name extends EndpointName> =
  {} extends Params<Name>
    ? (params?: Params<Name>, options?: CallOptions) => Call<Result<Name>>
    : (params: Params<Name>, options?: CallOptions) => Call<Result<Name>>;

/** The endpoints whose method has another type. */
type Wrong = {
  [Name in EndpointName]: Equal<At<Client, Name>, Method<Name>> extends true ? never : Name;
}[EndpointName];

const noneIsWrong: Equal<Wrong, never> = true;

/** The endpoints whose response is a structure without access to undeclared fields. */
type Closed = {
  [Name in EndpointName]: Result<Name> extends readonly unknown[] | null
    ? never
    : Result<Name> extends object
      ? string extends keyof Result<Name>
        ? never
        : Name
      : never;
}[EndpointName];

const noneIsClosed: Equal<Closed, never> = true;

export { noneIsClosed, noneIsWrong };
