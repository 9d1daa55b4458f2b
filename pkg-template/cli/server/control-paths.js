/** The paths of the sandbox's own: to a control, or to what tests want to know. */
import { routes } from "../../sandbox/core.js";
import { parseJson } from "../json.js";
import { CHANGES } from "./controls.js";
import { Refused } from "./refused.js";

const PREFIX = "/sandbox/control/";

/** So much of a request is repeated in an error. */
const MAX_NAMES = 5;
const MAX_NAME_LENGTH = 50;

/** What is asked by GET, which changes nothing: a page can have any browser send one. */
const QUESTIONS = {
  requests: (inputs) => inputs.core.requests(),
  routes,
  settled: (inputs) => inputs.settled().then(() => ({})),
};

/** @param {string} path without a query */
export function isControl(path) {
  return path.startsWith(PREFIX);
}

/**
 * @param {string | undefined} body JSON text
 * @param {import("./inputs.js").Inputs} inputs
 * @returns {Promise<unknown>} what to answer, as JSON
 */
export async function control(method, path, body, inputs) {
  const name = path.slice(PREFIX.length);
  if (Object.hasOwn(QUESTIONS, name)) {
    // HEAD, too: it is GET without the body of the answer.
    if (!["GET", "HEAD"].includes(method)) throw new Refused(405, `${name} is asked by GET.`, { allow: "GET" });
    return QUESTIONS[name](inputs);
  }
  if (!Object.hasOwn(CHANGES, name)) {
    throw new Refused(404, `the controls are ${[...Object.keys(CHANGES), ...Object.keys(QUESTIONS)].join(", ")}`);
  }
  if (method !== "POST") throw new Refused(405, `${name} is done by POST.`, { allow: "POST" });
  return inputs.perform({ control: { name, members: membersOf(body, CHANGES[name]) } });
}

function membersOf(body, { takes, may = [], whole }) {
  const value = valueOf(body || "{}");
  if (whole) return { [whole]: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refused(400, "the body must be a JSON object");
  }
  const known = [...takes, ...may];
  const unknown = Object.keys(value).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const names = unknown
      .slice(0, MAX_NAMES)
      .map((name) => name.slice(0, MAX_NAME_LENGTH))
      .join(", ");
    throw new Refused(400, `there is no ${names}, but ${known.join(", ") || "nothing"}`);
  }
  const missing = takes.filter((name) => value[name] === undefined);
  if (missing.length > 0) throw new Refused(400, `${missing.join(", ")} must be given`);
  return value;
}

function valueOf(body) {
  try {
    return parseJson(Buffer.from(body));
  } catch (error) {
    throw new Refused(400, `the body is ${error.message}`);
  }
}
