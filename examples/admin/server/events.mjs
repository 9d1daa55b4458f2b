/** Server-sent events to every open page. */

/** Number of push messages that are kept for pages that open later. */
const KEPT = 500;
/** In milliseconds: proxies and browsers close idle connections. */
const HEARTBEAT = 25_000;

export function createEvents() {
  const pages = new Set();
  const pushes = [];

  const heartbeat = setInterval(() => tell(": alive\n\n"), HEARTBEAT);
  heartbeat.unref();

  function tell(text) {
    for (const page of pages) page.write(text);
  }

  return {
    /** Sends a verified push message. */
    push(message) {
      pushes.unshift(message);
      pushes.length = Math.min(pushes.length, KEPT);
      tell(event("push", message));
    },

    /** Sends the sandbox's clock after it was advanced, in milliseconds since 1970. */
    clock: (now) => tell(event("clock", now)),

    /** Sends a finished call. */
    call: (call) => tell(event("call", call)),

    /** Opens a stream to a page, beginning with the earlier messages, newest first. */
    open(request, response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(event("history", pushes));
      pages.add(response);
      request.on("close", () => pages.delete(response));
    },

    close() {
      clearInterval(heartbeat);
      for (const page of pages) page.end();
    },
  };
}

const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
