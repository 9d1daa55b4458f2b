/** Requests to the server, which go to the sandbox or to its controls. */
import { Bodies } from "./body.js";
import { checkHost, checkPage } from "./callers.js";
import { control, isControl } from "./control-paths.js";
import { Refused } from "./refused.js";
import { overTheWire } from "./wire.js";

/** What a browser asks before it lets a page of another origin call. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "*",
  "access-control-max-age": "600",
};

/**
 * @param {import("./inputs.js").Inputs} inputs
 * @param {{ cors?: boolean, hosts?: Set<string>, maxBodyBytes?: number }} options
 * @returns {(request: Request, context: { req: object, res: import("node:http").ServerResponse }) => Promise<Response>}
 */
export function createHandler(inputs, { cors = false, hosts = new Set(), maxBodyBytes }) {
  const bodies = new Bodies(maxBodyBytes);
  const answerTo = async (request, { req, res }) => {
    const { method, headers } = request;
    checkHost(hosts, req, headers.get("host"));
    if (cors && method === "OPTIONS") return new Response(null, { status: 204 });
    const { pathname, search } = new URL(request.url);
    if (isControl(pathname)) {
      checkPage(headers, cors);
      return Response.json(await control(method, pathname, await bodies.read(request), inputs));
    }
    const body = await bodies.read(request);
    const url = `http://sandbox${pathname}${search}`;
    const reply = await inputs.perform({ request: { method, url, headers: [...headers], body } });
    return overTheWire(reply, request.signal, res);
  };
  return async (request, context) => {
    const answer = await answerTo(request, context).catch(refusal);
    if (!cors) return answer;
    const { status, headers, body } = answer;
    return new Response(body, { status, headers: { ...Object.fromEntries(headers), ...CORS } });
  };
}

function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  const { status, message, headers } = error;
  return Response.json({ error: message }, { status, headers });
}
