/** The client: hands calls to the core, and makes its answers promises and its failures errors. */
import { Core } from "./wasm/pandapon_bg.js";
import { start } from "./call.js";
import { ConfigError, rethrow } from "./errors.js";
import { addGroups } from "./methods.js";
import { observer } from "./observer.js";

export class Client {
  #core;

  constructor(options) {
    this.#core = options instanceof Core ? options : rethrow(() => new Core(settings(options)));
    addGroups(this, this);
  }

  call(name, params, options) {
    return start(this.#core.call(name, params, options));
  }

  request(request, options) {
    return start(this.#core.request(request, options));
  }

  buildRequest(name, params, fixed) {
    return rethrow(() => this.#core.buildRequest(name, params, fixed));
  }

  withUser(userId) {
    return new Client(rethrow(() => this.#core.withUser(userId)));
  }
}

/** The options as the core takes them. What is no object is for the core to refuse. */
function settings(options) {
  if (typeof options !== "object" || options === null) return options;
  const { logger, onRequest, onResponse, onRetry, ...rest } = readOnce(options);
  return { ...rest, observe: observer({ logger, onRequest, onResponse, onRetry }) };
}

function readOnce(options) {
  try {
    return { ...options };
  } catch {
    throw new ConfigError({ name: "ConfigError", message: "options could not be read: a getter threw", sent: false });
  }
}
