/** The house: one server with the page, the proxy to the platform, what happens live, and the seller's desk. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { nodeListener } from "../../../pkg/index.node.js";
import { createProxy } from "../../../pkg/proxy/index.js";
import { addressParam } from "./address.mjs";
import { filesOf, HttpError, listener, readJson, sendJson } from "./http.mjs";
import { createLive } from "./live.mjs";
import { openVendor } from "./vendor.mjs";

/** What the page calls; everything else is refused. */
const allow = ["alibaba.product.*", "alibaba.order.*", "alibaba.refund.*"];

const built = fileURLToPath(new URL("../../../dist/admin", import.meta.url));

/**
 * Opens it, with content in it.
 * @param {{ port?: number, token?: string }} [options] 0: any that is free; the password of the page, none by default
 */
export async function openHouse({ port = 0, token } = {}) {
  const live = createLive();
  const { client, calls, desk, voucher } = await openVendor({ onEvent: live.push, onCall: live.call });
  // Whoever sits at this machine, or has the token if there is one, may do everything: nothing here costs money. With keys of
  // your own, and several users, look at their session here.
  const proxy = nodeListener(createProxy({ client, allow, authorize: () => true }));
  const files = filesOf(built);

  async function answer(pathname, request, response) {
    const [, room, name] = pathname.split("/");
    switch (room) {
      case "api":
        return proxy(request, response);
      case "live":
        return live.open(request, response);
      case "house":
        return sendJson(response, { addressParam });
      case "calls":
        return sendJson(response, calls());
      case "vouchers":
        return sendPicture(response, voucher(pathname.slice("/vouchers".length)));
      case "desk":
        if (request.method === "POST") {
          desk.act(name, await readJson(request));
          // No push message tells of these: the page asks anew.
          if (name === "advance" || name === "setMood") live.clock(desk.now());
        }
        return sendJson(response, await desk.state());
      default:
        return files(request, response);
    }
  }

  const server = createServer(listener(answer, token));
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close() {
      live.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function sendPicture(response, picture) {
  if (!picture) throw new HttpError(404, "there is no such picture");
  response.setHeader("content-type", "image/jpeg").end(picture);
}
