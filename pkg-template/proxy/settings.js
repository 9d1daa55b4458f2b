/** The options of `createProxy`, checked once. */
import { ConfigError, endpoints } from "pandapon";

/** 2 MiB: a picture of 1 MB, which base64 makes a third larger, and all around it. */
const MAX_BYTES = 2_097_152;
const MAX_CONCURRENT = 100;

export function readSettings(options) {
  const { client, allow, authorize, audit, maxBytes, maxConcurrent, csrf = "same-origin" } = options ?? {};
  const isFunction = (value) => typeof value === "function";
  expect(isFunction(client?.call), "client must be a Client that signs");
  expect(isFunction(authorize), "authorize must be a function that tells whether a request may make a call");
  expect(audit === undefined || isFunction(audit), "audit must be a function");
  expect(csrf === "same-origin" || isFunction(csrf), 'csrf must be "same-origin" or a function');
  return {
    client,
    allowed: allowedBy(allow),
    authorize,
    audit,
    maxBytes: count("maxBytes", maxBytes, MAX_BYTES),
    maxConcurrent: count("maxConcurrent", maxConcurrent, MAX_CONCURRENT),
    csrf,
  };
}

/** The endpoints that the patterns name, by name. */
function allowedBy(patterns) {
  const what = 'allow must list names of endpoints, such as "alibaba.refund.create" or "alibaba.refund.*"';
  expect(Array.isArray(patterns) && patterns.length > 0, what);
  const allowed = new Map();
  for (const pattern of patterns) {
    expect(typeof pattern === "string", what);
    const found = endpoints.filter(({ name }) => matches(pattern, name));
    expect(found.length > 0, `allow: no endpoint is called ${JSON.stringify(pattern)}`);
    for (const endpoint of found) allowed.set(endpoint.name, endpoint);
  }
  return allowed;
}

function matches(pattern, name) {
  if (pattern === "*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function count(name, value, byDefault) {
  expect(value === undefined || (Number.isSafeInteger(value) && value > 0), `${name} must be a whole number from 1 on`);
  return value ?? byDefault;
}

function expect(holds, message) {
  if (!holds) throw new ConfigError({ name: "ConfigError", message, sent: false });
}
