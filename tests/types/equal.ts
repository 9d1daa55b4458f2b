/** Whether two types are the very same. */
export type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Compiles only if `Type` is the very type of `value`. */
export declare function isExactly<Type>(): <Value>(
  value: Value,
  ...same: Equal<Type, Value> extends true ? [] : [never]
) => void;
