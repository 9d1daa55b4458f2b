/**
 * Where a once call arrives more than once, and no client can prevent it: which, and why. Each entry is printed with the table, and
 * fails when it turns out to be possible.
 *
 * @type {{ reason: string, runtimes: string[], faults: string[], safeties: ["once"], methods?: string[] }[]}
 */
export const impossible = [
  {
    reason:
      "Chromium sends a request again, POST included, when a kept connection breaks before an answer begins, and on 408. The check whether a page may " +
      "send the request goes first, over the same connection, so that every connection is a kept one. No option of fetch changes this: " +
      "pages call through a proxy (pandapon/proxy), which makes a call once.",
    runtimes: ["chromium"],
    faults: [
      "reset after the request",
      "closed after the request",
      "408, HTML",
      "408, envelope",
      "kept, reset by a request",
      "kept, closed by a request",
      "kept, cut in the head",
      "kept, then always reset",
      "kept, 408",
    ],
    safeties: ["once"],
  },
  {
    reason:
      "Firefox sends a request again, POST included, when a kept connection breaks before an answer begins; GET up to ten times. No option of fetch " +
      "changes this: pages call through a proxy (pandapon/proxy), which makes a call once.",
    runtimes: ["firefox"],
    faults: [
      "reset after the request",
      "closed after the request",
      "kept, reset by a request",
      "kept, closed by a request",
      "kept, then always reset",
    ],
    safeties: ["once"],
  },
  {
    reason: "workerd sends a GET again when a kept connection breaks, and its fetch has no option for connections.",
    runtimes: ["workerd"],
    faults: ["kept, reset by a request", "kept, closed by a request", "kept, cut in the head", "kept, then always reset"],
    safeties: ["once"],
    methods: ["GET"],
  },
  {
    reason:
      "The Fetch standard sends a request again on 421 (HTTP-network-or-cache fetch, step 14). By RFC 9110, section 15.5.20, 421 says that the " +
      "request was not handled, and any request may be sent again after it.",
    runtimes: ["chromium", "firefox"],
    faults: ["421, HTML"],
    safeties: ["once"],
  },
];
