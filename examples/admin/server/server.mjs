/** The server: the page, the proxy to the platform, events, and the actions of the seller. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { nodeListener } from "../../../pkg/index.node.js";
import { createProxy } from "../../../pkg/proxy/index.js";
import { addressParam } from "./address.mjs";
import { createEvents } from "./events.mjs";
import { filesOf, HttpError, listener, readJson, sendJson } from "./http.mjs";
import { openVendor } from "./vendor.mjs";

/** The endpoints that the page may call. */
const allow = ["alibaba.product.*", "alibaba.order.*", "alibaba.refund.*"];

const built = fileURLToPath(new URL("../../../dist/admin", import.meta.url));

/**
 * Opens it, with content in it.
 * @param {{ port?: number, token?: string }} [options] 0: any that is free; the password of the page, none by default
 */
export async function openServer({ port = 0, token } = {}) {
  const events = createEvents();
  const { client, calls, seller, voucher } = await openVendor({ onEvent: events.push, onCall: events.call });
  // The person at this machine, or has the token if there is one, may do everything: nothing here costs money. With keys of
  // your own, and several users, look at their session here.
  const proxy = nodeListener(createProxy({ client, allow, authorize: () => true }));
  const files = filesOf(built);

  async function answer(pathname, request, response) {
    const [, room, name] = pathname.split("/");
    switch (room) {
      case "api":
        return proxy(request, response);
      case "events":
        return events.open(request, response);
      case "server":
        return sendJson(response, { addressParam });
      case "calls":
        return sendJson(response, calls());
      case "vouchers":
        return sendPicture(response, voucher(pathname.slice("/vouchers".length)));
      case "seller":
        if (request.method === "POST") {
          seller.run(name, await readJson(request));
          // No push message reports these, so the page reloads.
          if (name === "advance" || name === "setFault") events.clock(seller.now());
        }
        return sendJson(response, await seller.state());
      default:
        return files(request, response);
    }
  }

  const server = createServer(listener(answer, token));
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close() {
      events.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function sendPicture(response, picture) {
  if (!picture) throw new HttpError(404, "there is no such picture");
  response.setHeader("content-type", "image/jpeg").end(picture);
}
