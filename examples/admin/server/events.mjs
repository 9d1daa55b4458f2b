/** What happens, told to every open page: server-sent events. */

/** How many push messages are kept for pages that open later. */
const KEPT = 500;
/** Proxies and browsers end connections on which nothing comes. */
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
    /** A push message that was verified. */
    push(message) {
      pushes.unshift(message);
      pushes.length = Math.min(pushes.length, KEPT);
      tell(event("push", message));
    },

    /** The sandbox's clock was put forward, to so many milliseconds since 1970. */
    clock: (now) => tell(event("clock", now)),

    /** A call that is over. */
    call: (call) => tell(event("call", call)),

    /** Lets a page listen: first comes what it missed, the newest first. */
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
