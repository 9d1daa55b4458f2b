/** The client: reads params and options, has the core prepare the call, and delivers it. */

import { apiPromise } from "./api-promise.js";
import { build, deliver } from "./delivery.js";
import { read, readOptions } from "./encode-params.js";
import { configError, outOfMemory, rethrow } from "./errors.js";
import { addGroups, endpoints } from "./methods.js";
import { callOptions, clientOptions } from "./options.js";
import { check, namesOf, pick } from "./validate-options.js";
import { Core } from "./wasm/pandapon_bg.js";

const OF_A_REQUEST = ["method", "path", "query", "body", "safety"];

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
    addGroups(this, this);
  }

  call(name, params, options) {
    return apiPromise(() => this.#start(this.#read(name, params), options));
  }

  request(request, options) {
    return apiPromise(() => {
      if (typeof request !== "object" || request === null) {
        throw configError("request must be an object: { method, path, query, body }");
      }
      const members = pick(request, OF_A_REQUEST);
      const unknown = namesOf("request", request).find((name) => !OF_A_REQUEST.includes(name));
      if (unknown !== undefined) {
        throw configError(
          `request has no member ${JSON.stringify(unknown.slice(0, 64))}, only ${OF_A_REQUEST.join(", ")}`,
        );
      }
      return this.#start(read(members, this.#core.maxRequestBytes), options);
    });
  }

  buildRequest(name, params, fixed) {
    check("options", fixed, ["object"], "an object");
    const names = ["timestamp", "nonceStr"];
    return build(this.#prepare(this.#read(name, params)), this.#io, readOptions(pick(fixed, names), names));
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
    // Of members of the same name the last one counts.
    return new Client(new Read(`${this.#text.slice(0, -1)},${other.slice(1)}`, this.#io));
  }

  /** The params of a call as JSON text, and what is wrong with them. */
  #read(name, params) {
    if (typeof name !== "string") throw configError("name must be the name of an endpoint, a string");
    return { name, ...read(params === undefined ? {} : params, this.#core.maxRequestBytes) };
  }

  #start(params, options) {
    const { text, signal } = callOptions(options);
    return deliver(this.#prepare(params, text), this.#io, signal);
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
