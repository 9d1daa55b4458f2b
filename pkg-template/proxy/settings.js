/** The options of `createProxy`, checked once. */
import { ConfigError, endpoints } from "pandapon";
import { notAnOption } from "../nearest-name.js";

/** 2 MiB: room for a picture of 1 MB, which base64 makes a third larger. */
const MAX_BYTES = 2_097_152;
const MAX_CONCURRENT = 100;
const MAX_PENDING = 1000;
/** 64 MiB. */
const MAX_PENDING_BYTES = 67_108_864;

/** Milliseconds. */
const BODY_TIMEOUT = 30_000;
const AUTHORIZE_TIMEOUT = 10_000;

const LIMITS = ["maxBytes", "maxConcurrent", "maxPending", "maxPendingBytes", "bodyTimeout", "authorizeTimeout"];
const NAMES = ["client", "allow", "authorize", "audit", "csrf", "origins", "hosts", ...LIMITS];

/** In milliseconds: a timer set to more fires at once. */
const MAX_TIMEOUT = 2_147_483_647;

/**
 * Reads the options.
 *
 * @typedef {ReturnType<typeof settingsOf>} Settings
 *
 * @param {import("./index.js").ProxyOptions} options
 * @returns {Settings}
 */
export function readSettings(options) {
  try {
    return settingsOf(options);
  } catch (error) {
    throw error instanceof ConfigError ? error : configError("options could not be read: a getter threw");
  }
}

function settingsOf(options) {
  const { client, allow, authorize, audit, csrf = "same-origin", origins, hosts, ...limits } = options ?? {};
  const unknown = Object.keys(limits).find((name) => !LIMITS.includes(name));
  if (unknown !== undefined) throw configError(notAnOption(unknown, "createProxy", NAMES));
  const isFunction = (value) => typeof value === "function";
  expect(isFunction(client?.call), "client must be a Client that signs its requests");
  expect(isFunction(authorize), "authorize must be a function that decides whether a request may make a call");
  expect(audit === undefined || isFunction(audit), "audit must be a function");
  expect(csrf === "same-origin" || isFunction(csrf), 'csrf must be "same-origin" or a function');
  const maxBytes = count(limits, "maxBytes", MAX_BYTES);
  const maxPendingBytes = count(limits, "maxPendingBytes", Math.max(MAX_PENDING_BYTES, maxBytes));
  expect(maxPendingBytes >= maxBytes, "maxPendingBytes must not be less than maxBytes");
  return {
    client,
    allowed: allowedBy(allow),
    authorize,
    audit,
    csrf,
    origins: setOf(origins, isOrigin, 'origins must list origins such as "https://shop.example"'),
    hosts: setOf(hosts, isHost, 'hosts must list names such as "shop.example" or "localhost:8080"'),
    maxBytes,
    maxPendingBytes,
    maxPending: count(limits, "maxPending", MAX_PENDING),
    maxConcurrent: count(limits, "maxConcurrent", MAX_CONCURRENT),
    bodyTimeout: count(limits, "bodyTimeout", BODY_TIMEOUT, MAX_TIMEOUT),
    authorizeTimeout: count(limits, "authorizeTimeout", AUTHORIZE_TIMEOUT, MAX_TIMEOUT),
  };
}

/** Returns the endpoints that the patterns match, by name. */
function allowedBy(patterns) {
  const what = 'allow must list names of endpoints, such as "alibaba.refund.create" or "alibaba.refund.*"';
  expect(Array.isArray(patterns) && patterns.length > 0, what);
  const allowed = new Map();
  for (const pattern of patterns) {
    expect(typeof pattern === "string", what);
    const matching = endpoints.filter(({ name }) => matches(pattern, name));
    expect(matching.length > 0, `allow: no endpoint matches ${JSON.stringify(pattern)}`);
    for (const endpoint of matching) allowed.set(endpoint.name, endpoint);
  }
  return allowed;
}

function matches(pattern, name) {
  if (pattern === "*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Returns the set of an optional list. An empty list is a mistake: it would refuse everybody. */
function setOf(list, isValid, message) {
  if (list === undefined) return undefined;
  expect(
    Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === "string" && isValid(item)),
    message,
  );
  return new Set(list);
}

/** Returns whether a text is an origin in the form that browsers send, which can be compared as it is. */
function isOrigin(text) {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

function isHost(text) {
  return URL.canParse(`http://${text}`) && new URL(`http://${text}`).host === text;
}

function count(limits, name, defaultValue, max = Number.MAX_SAFE_INTEGER) {
  const value = limits[name];
  const isValid = value === undefined || (Number.isSafeInteger(value) && value > 0 && value <= max);
  const range = max < Number.MAX_SAFE_INTEGER ? `from 1 to ${max}` : "of at least 1";
  expect(isValid, `${name} must be a whole number ${range}`);
  return value ?? defaultValue;
}

function expect(condition, message) {
  if (!condition) throw configError(message);
}

function configError(message) {
  return new ConfigError({ name: "ConfigError", message, sent: false });
}
