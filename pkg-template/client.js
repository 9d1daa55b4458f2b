/** The client: reads what the user gives, and hands calls to the core and on their way. */

import { start } from "./call.js";
import { check, pick } from "./check.js";
import { build, deliver } from "./delivery.js";
import { configError, rethrow, unsent } from "./errors.js";
import { addGroups } from "./methods.js";
import { callOptions, clientOptions } from "./options.js";
import { read, readOptions } from "./read.js";
import { Core } from "./wasm/pandapon_bg.js";

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
    return start(() => {
      const prepare = this.#prepare(name, params);
      const { text, signal } = callOptions(options);
      return deliver(prepare(text), this.#io, signal);
    });
  }

  request(request, options) {
    return start(() => {
      if (typeof request !== "object" || request === null) {
        throw configError("request must be an object: { method, path, query, body }");
      }
      const members = pick(request, ["method", "path", "query", "body", "safety"]);
      const { text: requestText, ...found } = read(members, this.#core.maxRequestBytes);
      const { text, signal } = callOptions(options);
      const delivery = prepared(() => this.#core.request(requestText, JSON.stringify(found), text));
      return deliver(delivery, this.#io, signal);
    });
  }

  buildRequest(name, params, fixed) {
    check("options", fixed, ["object"], "an object");
    const names = ["timestamp", "nonceStr"];
    return build(this.#prepare(name, params)("{}"), this.#io, readOptions(pick(fixed, names), names));
  }

  withUser(userId) {
    const other = readOptions({ userId: userId ?? null }, ["userId"]);
    // Of members of the same name the last one counts.
    return new Client(new Read(`${this.#text.slice(0, -1)},${other.slice(1)}`, this.#io));
  }

  /** Reads the params of a call; gives what makes it, once its options are read. */
  #prepare(name, params) {
    if (typeof name !== "string") throw configError("name must be the name of an endpoint, a string");
    const { text, ...found } = read(params === undefined ? {} : params, this.#core.maxRequestBytes);
    return (options) => prepared(() => this.#core.call(name, text, JSON.stringify(found), options));
  }
}

/** A call as the core prepares it. */
function prepared(prepare) {
  try {
    return rethrow(prepare);
  } catch (error) {
    throw unsent(error);
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
