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

/** The endpoints whose answer, or an item of it, has members of any name: a misspelt one would compile. */
type Open = {
  [Name in EndpointName]: HasAnyMember<Item<Result<Name>>> extends true ? Name : never;
}[EndpointName];

type Item<Data> = NonNullable<Data> extends readonly (infer Element)[] ? Element : NonNullable<Data>;
type HasAnyMember<Data> = unknown extends Data ? false : string extends keyof Data ? true : false;

const noneIsOpen: Equal<Open, never> = true;

export { noneIsOpen, noneIsWrong };
