/** Requests to the server, which go to the sandbox or to its controls. */
import { bodyOf } from "./body.js";
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
 * @param {{ cors?: boolean }} options
 * @returns {(request: Request, context: { res: import("node:http").ServerResponse }) => Promise<Response>}
 */
export function createHandler(inputs, { cors = false }) {
  const answer = (request, { res }) => answerTo(request, res, inputs, cors).catch(refusal);
  if (!cors) return answer;
  return async (request, context) => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: CORS });
    const { status, headers, body } = await answer(request, context);
    return new Response(body, { status, headers: { ...Object.fromEntries(headers), ...CORS } });
  };
}

async function answerTo(request, res, inputs, cors) {
  const { method, headers } = request;
  const { pathname, search } = new URL(request.url);
  const body = await bodyOf(request);
  if (!isControl(pathname)) {
    const url = `http://sandbox${pathname}${search}`;
    const reply = await inputs.perform({ request: { method, url, headers: [...headers], body } });
    return overTheWire(reply, request.signal, res);
  }
  if (headers.has("origin") && !cors) throw new Refused(403, "a page presses no buttons here: start with --cors");
  return Response.json(await control(method, pathname, body, inputs));
}

function refusal(error) {
  if (!(error instanceof Refused)) throw error;
  const { status, message, headers } = error;
  return Response.json({ error: message }, { status, headers });
}
