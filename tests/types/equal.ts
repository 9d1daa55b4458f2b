/** `true` if two types are identical. */
export type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Compiles only if `value` is exactly of type `Type`. */
export declare function isExactly<Type>(): <Value>(
  value: Value,
  ...same: Equal<Type, Value> extends true ? [] : [never]
) => void;
