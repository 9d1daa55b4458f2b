/** Whether this runs in a page, or in a worker of one: those have no window, but still a browser's name. */
export function isInPage() {
  return (
    (typeof window === "object" && typeof document === "object") || /^Mozilla/.test(globalThis.navigator?.userAgent)
  );
}
