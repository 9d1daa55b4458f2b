/** Whether this runs in a page, or in a worker of one: those have no window, and a browser's name all the same. */
export function isInPage() {
  return (
    (typeof window === "object" && typeof document === "object") || /^Mozilla/.test(globalThis.navigator?.userAgent)
  );
}
