/**
 * Cases in which a once call arrives more than once and no client can prevent it, with the reason. Each entry is printed with the
 * table, and fails if it can be prevented after all, unless it depends on a race (`sometimes`). `outcome` is an additional allowed
 * outcome.
 *
 * @type {{ reason: string, runtimes: string[], faults: string[], safeties: ["once"], methods?: string[], outcome?: string, sometimes?: true }[]}
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
    // Was once observed not to.
    sometimes: true,
  },
  {
    reason: "workerd sends a GET again when a kept connection breaks, and its fetch has no option for connections.",
    runtimes: ["workerd"],
    faults: [
      "kept, reset by a request",
      "kept, closed by a request",
      "kept, cut in the head",
      "kept, then always reset",
    ],
    safeties: ["once"],
    methods: ["GET"],
  },
  {
    reason:
      "The Fetch standard sends a request again on 421 (HTTP-network-or-cache fetch, step 14). By RFC 9110, section 15.5.20, 421 says that the " +
      "request was not handled, and any request may be sent again after it. On Node the package prevents it.",
    runtimes: ["chromium", "firefox"],
    faults: ["421, HTML"],
    safeties: ["once"],
  },
  {
    reason:
      "As above, where the end of a kept connection and the next request cross on the wire, which depends on milliseconds.",
    runtimes: ["chromium", "firefox"],
    faults: [
      "kept, closed at once",
      "kept, closed after 1 ms",
      "kept, closed after 2 ms",
      "kept, closed after 4 ms",
      "kept, closed after 8 ms",
    ],
    safeties: ["once"],
    sometimes: true,
  },
  {
    reason: "As above, for GET.",
    runtimes: ["workerd"],
    faults: [
      "kept, closed at once",
      "kept, closed after 1 ms",
      "kept, closed after 2 ms",
      "kept, closed after 4 ms",
      "kept, closed after 8 ms",
    ],
    safeties: ["once"],
    methods: ["GET"],
    sometimes: true,
  },
];
