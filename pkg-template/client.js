/** The client: reads params and options, has the core prepare the call, and delivers it. */

import { apiPromise } from "./api-promise.js";
import { build, deliver } from "./delivery.js";
import { read as encode, readOptions } from "./encode-params.js";
import { configError, outOfMemory, rethrow } from "./errors.js";
import { addGroups, endpoints } from "./methods.js";
import { observed } from "./observer.js";
import { callOptions, clientOptions } from "./options.js";
import { check, namesOf, pick } from "./validate-options.js";
import { Core } from "./wasm/pandapon_bg.js";

const OF_A_REQUEST = ["method", "path", "query", "body", "safety"];

/** As the core numbers them. */
const SAFETIES = ["read", "idempotent", "once"];

/** Maximum length of the name of a call. */
const MAX_NAME = 200;

/** The key by which a client is found behind a proxy such as Vue's, which has none of its private members. */
const SELF = Symbol("self");

export class Client {
  #core;
  /** The options as the core read them. */
  #text;
  #io;

  /** @param {any} options */
  constructor(options) {
    const { text, ...io } = Read.is(options) ? options : clientOptions(options);
    this.#core = rethrow(() => new Core(text));
    this.#text = text;
    this.#io = io;
    Object.defineProperty(this, SELF, { value: () => this });
    addGroups(this, this);
  }

  call(name, params, options) {
    const client = this[SELF]();
    return client.#start(nameOf(name), () => client.#read(name, params), options);
  }

  request(request, options) {
    const client = this[SELF]();
    const read = (facts) => {
      if (typeof request !== "object" || request === null) {
        throw configError("request must be an object: { method, path, query, body }");
      }
      const members = pick(request, OF_A_REQUEST);
      facts.endpoint = nameOf(members.method, members.path);
      const unknown = namesOf("request", request).find((name) => !OF_A_REQUEST.includes(name));
      if (unknown !== undefined) {
        throw configError(
          `request has no member ${JSON.stringify(unknown.slice(0, 64))}, only ${OF_A_REQUEST.join(", ")}`,
        );
      }
      return encode(members, client.#core.maxRequestBytes);
    };
    return client.#start(null, read, options);
  }

  buildRequest(name, params, fixed) {
    check("options", fixed, ["object"], "an object");
    const names = ["timestamp", "nonceStr"];
    const client = this[SELF]();
    return build(client.#prepare(client.#read(name, params)), client.#io, readOptions(pick(fixed, names), names));
  }

  hasRoute(name) {
    const isPattern = /(^|\.)\*$/.test(name);
    const matching = endpoints.filter((endpoint) =>
      isPattern ? endpoint.name.startsWith(name.slice(0, -1)) : endpoint.name === name,
    );
    // A proxy knows its routes itself.
    const hasRoute = ({ name, path }) => path !== null || this.#io.proxy || this.#io.routed.includes(name);
    return matching.length > 0 && matching.every(hasRoute);
  }

  withUser(userId) {
    const other = readOptions({ userId: userId ?? null }, ["userId"]);
    const client = this[SELF]();
    // Of members of the same name the last one counts.
    return new Client(new Read(`${client.#text.slice(0, -1)},${other.slice(1)}`, client.#io));
  }

  /** The params of a call as JSON text, and what is wrong with them. */
  #read(name, params) {
    if (typeof name !== "string") throw configError("name must be the name of an endpoint, a string");
    return { name, ...encode(params === undefined ? {} : params, this.#core.maxRequestBytes) };
  }

  /** Starts a call, whose params are read at once. */
  #start(endpoint, readParams, options) {
    return apiPromise(() =>
      observed(endpoint, this.#io.observe, (facts) => {
        const params = readParams(facts);
        const { text, signal } = callOptions(options);
        const call = this.#prepare(params, text);
        facts.safety = SAFETIES[call.safety];
        return deliver(call, this.#io, signal, facts);
      }),
    );
  }

  /** A call as the core prepares it. The params are JSON text already. */
  #prepare({ text: params, ...more }, options = "{}") {
    try {
      const rest = JSON.stringify(more).slice(1);
      return rethrow(() => this.#core.call(`{"options":${options},${params && `"params":${params},`}${rest}`));
    } catch (error) {
      throw outOfMemory(error);
    }
  }
}

/** What errors and hooks call a call by: its endpoint, or method and path. */
function nameOf(...texts) {
  return texts.every((text) => typeof text === "string") ? texts.join(" ").slice(0, MAX_NAME) : null;
}

/** Options that were read before, for another sub-account. */
class Read {
  #isOwn = true;

  /**
   * Asks no prototype: options may be a proxy that throws.
   *
   * @returns {boolean}
   */
  static is(value) {
    return typeof value === "object" && value !== null && #isOwn in value;
  }

  constructor(text, io) {
    Object.assign(this, io, { text });
  }
}
