/** Options of a client and of a call: what is for the core as JSON text, what is for JavaScript as functions. */

import { readOptions } from "./encode-params.js";
import { fillFromEnvironment } from "./environment.js";
import { configError } from "./errors.js";
import { isInPage } from "./in-page.js";
import { observer } from "./observer.js";
import { check, checkNames, copy, namesOf, pick } from "./validate-options.js";

/** The options of a client that the core reads. */
const DATA = [
  "accessKey",
  "accessSecret",
  "userId",
  "baseUrl",
  "timeout",
  "maxRetries",
  "maxResponseBytes",
  "maxRequestBytes",
  "headers",
  "routes",
  "timestampUnit",
  "allowUnknown",
  "allowUnlikely",
  "dangerouslyAllowBrowser",
  "signer",
  "stringToSign",
];
const FUNCTIONS = ["fetch", "logger", "beforeSend", "onRequest", "onResponse", "onRetry", "onEnd"];
export const OF_A_CLIENT = [...DATA, ...FUNCTIONS];

/** Facts for the core that are not options. */
const FACTS = ["inPage", "proxy"];

const OF_A_CALL = ["timeout", "maxRetries", "headers", "userId", "allowUnknown", "allowUnlikely"];

/** @param {unknown} options of `new Client` */
export function clientOptions(options) {
  check("options", options, ["object"], "an object");
  const given = copy("options", options);
  checkNames("a client", Object.keys(given), OF_A_CLIENT);
  if (given.signer !== "proxy") {
    fillFromEnvironment(given, ["accessKey", "userId", "baseUrl", ...(given.signer ? [] : ["accessSecret"])]);
  }
  const { fetch, signer, stringToSign, accessSecret, beforeSend } = given;
  const { logger, onRequest, onResponse, onRetry, onEnd } = given;
  const proxy = signer === "proxy";
  check("fetch", fetch, ["function"], "a function");
  check("beforeSend", beforeSend, ["function"], "a function");
  check("stringToSign", stringToSign, ["function"], "a function");
  if (!proxy) check("signer", signer, ["function"], 'a function or "proxy"');
  const baseUrl = proxy ? fromHere(given.baseUrl) : given.baseUrl;
  // The core need not know the functions, only that they are there.
  const present = { signer: Boolean(signer), stringToSign: Boolean(stringToSign) };
  const facts = { ...given, ...present, baseUrl, proxy, inPage: isInPage() };
  return {
    text: readOptions(facts, [...DATA, ...FACTS]),
    routed: namesOf("routes", given.routes ?? {}),
    fetch,
    signer: proxy ? undefined : signer,
    proxy,
    // Only who makes the string to sign sees the secret again.
    stringToSign: stringToSign && ((parts) => stringToSign({ ...parts, accessSecret })),
    beforeSend,
    observe: observer({ logger, onRequest, onResponse, onRetry, onEnd }),
  };
}

/** @param {unknown} options of a call */
export function callOptions(options) {
  check("options", options, ["object"], "an object");
  checkNames("a call", namesOf("options", options ?? {}), [...OF_A_CALL, "signal"]);
  const { signal, ...given } = pick(options, [...OF_A_CALL, "signal"]);
  return { text: readOptions(given, OF_A_CALL), signal: signal ?? undefined };
}

/** A proxy's address, which may be a path on the page's own host. */
function fromHere(baseUrl) {
  if (typeof baseUrl !== "string") throw configError('baseUrl must be where your proxy answers, such as "/api"');
  try {
    return new URL(baseUrl, globalThis.location?.href).href;
  } catch {
    return baseUrl;
  }
}
